import { type ClassGrid, classGrid } from '../../picture/class_grid.ts';
import { type FilmStrip, type FilmStripStep, mapEndsText } from '../../picture/film_strip.ts';
import { mapLines, mapWidth } from '../../picture/map_terminal.ts';
import type { Palette } from '../../picture/terminal.ts';
import { sentence } from '../terminal/terminal.ts';

const MAP_GAP = 3;

/** Class maps as text, as many side by side as fit. */
export function showMaps({ steps }: FilmStrip, palette: Palette, width: number): string {
  const grids = steps.map(({ shiftClasses: drawn }) => classGrid(drawn));
  const [grid] = grids;
  if (!grid || grid.columns.length > width - 2) {
    return '  The maps are wider than the terminal; --map --png FILE writes them as a picture.';
  }
  const room = width - 2;
  const side = Math.max(MIN_MAP_WIDTH, mapWidth(grid, room));
  const across = Math.max(1, Math.floor((room + MAP_GAP) / (side + MAP_GAP)));
  const lines: string[] = [];
  for (let at = 0; at < steps.length; at += across) {
    const some = steps.slice(at, at + across);
    lines.push(mapRow(some.map(mapTitle), side));
    const maps = grids.slice(at, at + across).map((one) => mapLines(one!, palette, room)!);
    for (let y = 0; y < maps[0]!.length; y++) {
      const cells = maps.map((map) => map[y]! + ' '.repeat(side - mapWidth(grid, room)));
      lines.push(`  ${cells.join(' '.repeat(MAP_GAP))}`.trimEnd());
    }
    lines.push('');
  }
  return [...lines, ...legend(grid, palette).map((line) => sentence(line))].join('\n');
}

const MIN_MAP_WIDTH = 14;

function mapTitle({ step, depth, layer }: FilmStripStep): string {
  return step === 0 ? layer : `${depth} ${layer}`;
}

function legend(grid: ClassGrid, palette: Palette): string[] {
  return [
    palette === 'plain'
      ? '@ unshifted, # the same, a b … classes of several shifts, . differs from all'
      : 'blue: the same as unshifted (◖◗); other colours: several shifts alike; grey: one alone',
    mapEndsText(grid.rows, grid.columns),
  ];
}

function mapRow(titles: readonly string[], side: number): string {
  const cells = titles.map((title) => title.slice(0, side).padEnd(side));
  return `  ${cells.join(' '.repeat(MAP_GAP))}`.trimEnd();
}
