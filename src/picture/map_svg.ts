import { type ClassGrid, classGrid, classMap } from './class_grid.ts';
import { category, formatColour } from './colour.ts';
import { type ClassMapStep, type FilmStrip, shiftLabel } from './film_strip.ts';
import { pngUri } from './png.ts';
import { stepHeading } from './strip_svg.ts';
import { element, escaped, svgDocument } from './svg.ts';

const MAP_MARGIN = 20;
const GRID_GAP = 24;
const MAP_HEADER_HEIGHT = 84;

/** Draws the class maps of a variant as one SVG: a map for each measured step, side by side. */
export function mapSvg({ title, steps }: FilmStrip): string {
  const grids = steps.map(({ shiftClasses: drawn }) => classGrid(drawn));
  const side = cellSide(grids[0]);
  const maps = grids.map((grid) => grid && classMap(grid, side));
  const across = Math.max(176, ...maps.map((map) => map?.width ?? 0));
  const tall = Math.max(30, ...maps.map((map) => map?.height ?? 0));
  const width = Math.max(2 * MAP_MARGIN + steps.length * (across + GRID_GAP) - GRID_GAP, 640);
  const height = MAP_HEADER_HEIGHT + tall + 64;
  return svgDocument(
    [width, height],
    steps.map((step, i) => mapInWords(step, grids[i])).join(' '),
    element('rect', { width, height, fill: '#fff' }),
    textElement(MAP_MARGIN, 30, 15, title, { 'font-weight': 600 }),
    ...steps.flatMap((step, i) => {
      const x = MAP_MARGIN + i * (across + GRID_GAP);
      const [map, grid] = [maps[i], grids[i]];
      return [
        textElement(x, 58, 12, stepHeading(step), { 'font-weight': 600 }),
        textElement(x, 74, 11, grid ? classCounts(grid) : 'too many shifts to show', MAP_LABEL),
        map
          ? element('image', {
              x,
              y: MAP_HEADER_HEIGHT,
              width: map.width,
              height: map.height,
              'image-rendering': 'optimizeSpeed',
              href: pngUri(map),
            })
          : '',
      ];
    }),
    element('rect', {
      x: MAP_MARGIN,
      y: height - 41,
      width: 12,
      height: 12,
      fill: formatColour(category(0)),
    }),
    textElement(
      MAP_MARGIN + 18,
      height - 31,
      11,
      `same as unshifted (ring)${axesInWords(grids[0])}`,
      MAP_LABEL,
    ),
    textElement(MAP_MARGIN, height - 13, 11, MAP_LEGEND, MAP_LABEL),
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
  const corner = (end: 0 | -1) => shiftLabel([grid.rows.at(end)!, grid.columns.at(end)!]);
  return `; from ${corner(0)} at the top left to ${corner(-1)} at the bottom right`;
}

const MAP_LABEL = { fill: '#5d6570' };

function textElement(
  x: number,
  y: number,
  size: number,
  words: string,
  more: Record<string, string | number> = {},
): string {
  return element('text', { x, y, 'font-size': size, fill: '#1b1f24', ...more }, escaped(words));
}
