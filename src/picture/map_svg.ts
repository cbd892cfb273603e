import { type ClassGrid, classGrid, classMap } from './class_grid.ts';
import { CLASS_COLOURS, formatColour } from './colour.ts';
import { FIGURE_MARGIN, figureHead, QUIET_TEXT } from './figure_head.ts';
import { type ClassMapStep, type FilmStrip, mapEndsText } from './film_strip.ts';
import { pngUri } from './png.ts';
import { stepHeading } from './strip_svg.ts';
import { element, sharpImage, svgDocument, textLines } from './svg.ts';

const GRID_GAP = 24;

/** Draws the class maps of a variant as one SVG: a map for each measured step, side by side. */
export function mapSvg({ title: name, steps }: FilmStrip): string {
  const grids = steps.map(({ shiftClasses: drawn }) => classGrid(drawn));
  const side = cellSide(grids[0]);
  const maps = grids.map((grid) => grid && classMap(grid, side));
  const across = Math.max(176, ...maps.map((map) => map?.width ?? 0));
  const tall = Math.max(30, ...maps.map((map) => map?.height ?? 0));
  const column = (i: number) => FIGURE_MARGIN + i * (across + GRID_GAP);
  const counts = grids.map((grid) => (grid ? classCounts(grid) : 'too many shifts to show'));
  const { title, head, width, top } = figureHead(name, {
    columns: steps.map((step, i) => [column(i), stepHeading(step), counts[i]!]),
    across,
    right: Math.max(column(steps.length) - GRID_GAP, 620),
  });
  const height = top + tall + 64;
  return svgDocument(
    [width, height],
    steps.map((step, i) => mapInWords(step, grids[i])).join(' '),
    element('rect', { width, height, fill: '#fff' }),
    title,
    head,
    ...maps.map((map, i) =>
      map ? sharpImage({ x: column(i), y: top, width: map.width, height: map.height }, pngUri(map)) : '',
    ),
    element('rect', {
      x: FIGURE_MARGIN,
      y: height - 41,
      width: 12,
      height: 12,
      fill: formatColour(CLASS_COLOURS[0]!),
    }),
    textLines(
      [FIGURE_MARGIN + 18, height - 31],
      11,
      [`same as unshifted (ring)${axesInWords(grids[0])}`],
      QUIET_TEXT,
    ),
    textLines([FIGURE_MARGIN, height - 13], 11, [MAP_LEGEND], QUIET_TEXT),
  );
}

export const MAP_LEGEND =
  'Joined cells give the same output; each colour is a class of several shifts; a grey shift differs from all others.';

/** The side of a cell in pixels, such that a map is about `across` pixels wide and a cell at least 1. */
export function cellSide(grid: ClassGrid | undefined, across = 176): number {
  const longest = grid ? Math.max(grid.rows.length, grid.columns.length) : 1;
  return Math.max(1, Math.min(across / 8, Math.floor(across / longest)));
}

/** A class map in words, for readers who cannot see it. */
export function mapInWords(step: ClassMapStep, grid: ClassGrid | undefined): string {
  return `Class map of ${stepHeading(step)}: ${grid ? classCounts(grid) : 'too many shifts to show'}.`;
}

/** @returns for example `45 classes, 5 of 49 same`, or `all 49 same` */
export function classCounts({ members }: ClassGrid): string {
  const shifts = [...members.values()].reduce((sum, n) => sum + n, 0);
  const same = members.get(0) ?? 0;
  if (members.size === 1 && same > 0) return `all ${shifts} same`;
  return `${members.size} ${members.size === 1 ? 'class' : 'classes'}, ${same} of ${shifts} same`;
}

function axesInWords(grid: ClassGrid | undefined): string {
  if (!grid) return '';
  return `; ${mapEndsText(grid.rows, grid.columns)}`;
}
