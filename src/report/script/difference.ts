import { CATEGORIES, formatColour, SINGLE_SHIFT } from '../../picture/colour.ts';
import { make, scrollBox } from './elements.ts';
import { type FrameValues, paletteLevels, valuesOfFrame } from './pixels.ts';

/** The strip and the row of maps of one variant, where the page has them. */
export interface VariantPictures {
  strip?: Element | undefined;
  maps?: Element | undefined;
}

/** What differs between the pictures of two variants: of strips each frame at a shift that both show, of maps each shift. */
export function differencePictures(first: VariantPictures, other: VariantPictures): HTMLElement[] {
  const [strips, maps] = [
    first.strip && other.strip ? stripDifference(first.strip, other.strip) : [],
    first.maps && other.maps ? mapsDifference(first.maps, other.maps) : [],
  ];
  return [
    ...(strips.length > 0 ? [make('div', {}, make('h4', {}, 'Difference of the strips'), ...strips)] : []),
    ...(maps.length > 0 ? [make('div', {}, make('h4', {}, 'Difference of the maps'), ...maps)] : []),
  ];
}

function stripDifference(first: Element, other: Element): HTMLElement[] {
  const heads = [...first.querySelectorAll('thead b')].map(({ textContent }) => textContent ?? '');
  const [one, two] = [rowsByShift(first), rowsByShift(other)];
  const shared = [...one.keys()].filter((shift) => two.has(shift));
  const pairs = shared.map((shift) => one.get(shift)!.map((cell, i) => [cell, two.get(shift)![i]] as const));
  const largest = heads.map((_, i) => Math.max(0, ...pairs.map((cells) => largestGap(cells[i]))));
  const head = heads.map((name, i) => {
    const range = make('span', { class: 'quiet' }, `0 to ${Number(largest[i]!.toPrecision(2))}`);
    return make('th', { scope: 'col' }, make('b', {}, name), range);
  });
  const rows = shared.map((shift, r) => {
    const cells = pairs[r]!.map((pair, i) => make('td', {}, frameDifference(pair, largest[i]!, shift)));
    return make('tr', {}, make('th', { scope: 'row' }, shift), ...cells);
  });
  const left = one.size - shared.length;
  const note = `How far values are from each other; dark is 0.${left > 0 ? ' Shifts that only one strip shows are left out.' : ''}`;
  return [
    make('p', { class: 'quiet' }, note),
    framesTable('Difference of the strips', [make('th', { scope: 'col' }), ...head], rows),
  ];
}

/** The cells of a strip, by the label of their row. */
function rowsByShift(strip: Element): Map<string, Element[]> {
  const rows = [...strip.querySelectorAll<HTMLTableRowElement>('tbody tr')];
  return new Map(rows.map(({ cells }) => [cells[0]!.textContent ?? '', [...cells].slice(1)]));
}

type PairOfCells = readonly [Element, Element | undefined] | undefined;

/** The values of two frames of one size. */
function pairOfValues(pair: PairOfCells): readonly [FrameValues, FrameValues] | undefined {
  const [a, b] = (pair ?? []).map((cell) => {
    const image = cell?.querySelector('img');
    return image ? valuesOfFrame(image) : undefined;
  });
  return a && b && a.height === b.height && a.width === b.width ? [a, b] : undefined;
}

function largestGap(pair: PairOfCells): number {
  const [a, b] = pairOfValues(pair) ?? [];
  return a ? a.values.reduce((most, value, i) => Math.max(most, Math.abs(value - b!.values[i]!)), 0) : 0;
}

function frameDifference(pair: PairOfCells, largest: number, shift: string): HTMLElement {
  const [a, b] = pairOfValues(pair) ?? [];
  if (!a || !b) {
    const [one, two] = (pair ?? []).map((cell) => cell?.querySelector('b')?.textContent ?? undefined);
    const words =
      one === undefined || two === undefined ? 'other sizes' : one === two ? 'same' : `${one} → ${two}`;
    return make('small', {}, words);
  }
  const image = pair![0].querySelector('img')!;
  const cells = a.values.map((value, i) => {
    const share = largest > 0 ? Math.abs(value - b.values[i]!) / largest : 0;
    return paletteLevels[Math.round(share * (paletteLevels.length - 1))]!;
  });
  const differing = a.values.filter((value, i) => value !== b.values[i]).length;
  const words = differing === 0 ? 'same' : `${differing} of ${cells.length} differ`;
  const size = { width: image.width, height: image.height };
  const drawn = drawnCells(cells, a.width, size, `Difference, ${shift}: ${words}`);
  return make('div', {}, make('span', { class: 'frame' }, drawn), make('small', {}, words));
}

/** Colours of the page's palette for both, the first only, the second only, neither. */
const MATCHES = {
  both: CATEGORIES[0]!,
  first: CATEGORIES[1]!,
  other: CATEGORIES[2]!,
  neither: SINGLE_SHIFT,
};

function mapsDifference(first: Element, other: Element): HTMLElement[] {
  const [one, two] = [first, other].map((row) => [...row.querySelectorAll<HTMLImageElement>('img')]);
  const cells = one!.map((image, i) => mapDifference(image, two![i]));
  if (cells.every((cell) => cell === undefined)) return [];
  const row = make('tr', {}, ...cells.map((cell) => make('td', {}, cell ?? '–')));
  const key = ([name, words]: readonly [keyof typeof MATCHES, string]) => {
    const swatch = make('i', { class: 'swatch' });
    swatch.style.background = formatColour(MATCHES[name]);
    return make('span', {}, swatch, words);
  };
  const legend = (
    [
      ['both', 'in both'],
      ['first', 'in the pinned one only'],
      ['other', 'in the other only'],
      ['neither', 'in neither'],
    ] as const
  ).map(key);
  return [
    make('p', { class: 'quiet' }, 'Which shifts give the unshifted output:', ...legend),
    framesTable('Difference of the maps', [], [row]),
  ];
}

interface ShiftsOfMap {
  rows: string[];
  columns: string[];
  same: Map<string, boolean>;
}

function shiftsOfMap({
  dataset: { rows = '', columns = '', classes },
}: HTMLImageElement): ShiftsOfMap | undefined {
  if (classes === undefined) return undefined;
  const [dys, dxs, found] = [rows.split(' '), columns.split(' '), classes.split(' ')];
  const same = new Map<string, boolean>();
  for (const [i, dy] of dys.entries())
    for (const [j, dx] of dxs.entries()) {
      const cell = found[i * dxs.length + j];
      if (cell !== undefined && cell !== '') same.set(`${dy} ${dx}`, cell === '0');
    }
  return { rows: dys, columns: dxs, same };
}

/** The shifts that both maps have. */
function mapDifference(
  first: HTMLImageElement,
  other: HTMLImageElement | undefined,
): HTMLElement | undefined {
  const [a, b] = [first, other].map((image) => image && shiftsOfMap(image));
  if (!a || !b) return undefined;
  const [rows, columns] = [
    a.rows.filter((dy) => b.rows.includes(dy)),
    a.columns.filter((dx) => b.columns.includes(dx)),
  ];
  if (rows.length === 0 || columns.length === 0) return undefined;
  const counts = { both: 0, first: 0, other: 0, neither: 0 };
  const cells = rows.flatMap((dy) =>
    columns.map((dx) => {
      const [one, two] = [a, b].map(({ same }) => same.get(`${dy} ${dx}`));
      if (one === undefined || two === undefined) return undefined;
      const which = one ? (two ? 'both' : 'first') : two ? 'other' : 'neither';
      counts[which]++;
      return MATCHES[which];
    }),
  );
  const side = Math.max(4, Math.floor(112 / Math.max(rows.length, columns.length)));
  const size = { width: side * columns.length, height: side * rows.length };
  const words = `${counts.first} in the pinned one only, ${counts.other} in the other only`;
  return make('div', {}, drawnCells(cells, columns.length, size, words), make('small', {}, words));
}

/** Cells of one colour each, as a picture. */
function drawnCells(
  cells: readonly (readonly number[] | undefined)[],
  columns: number,
  size: { width: number; height: number },
  label: string,
): HTMLCanvasElement {
  const rows = cells.length / columns;
  const canvas = make('canvas', {
    width: String(columns),
    height: String(rows),
    role: 'img',
    'aria-label': label,
  });
  canvas.style.width = `${size.width}px`;
  canvas.style.height = `${size.height}px`;
  const pixels = new ImageData(columns, rows);
  for (const [i, colour] of cells.entries()) if (colour) pixels.data.set([...colour.slice(0, 3), 255], 4 * i);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}

function framesTable(label: string, head: readonly HTMLElement[], rows: readonly HTMLElement[]): HTMLElement {
  const table = make(
    'table',
    { class: 'frames' },
    ...(head.length === 0 ? [] : [make('thead', {}, make('tr', {}, ...head))]),
    make('tbody', {}, ...rows),
  );
  return scrollBox(label, table);
}
