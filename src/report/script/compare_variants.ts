import { differencePictures, type VariantPictures } from './difference.ts';
import { make, makeButton, makeSelect, scrollBox } from './elements.ts';
import { type DifferingCell, differingNumbers, type PageRows, pageRows, variantName } from './rows.ts';
import type { ReportState } from './state.ts';

/** Lets a reader pin a variant and see another beside it: strips, maps, and the numbers with their difference. */
export function compareVariants(article: HTMLElement, state: ReportState, changed: () => void): void {
  const place = article.querySelector<HTMLElement>('.beside');
  const section = article.querySelector<HTMLElement>('details.table');
  if (!place || !section) return;
  const name = article.dataset.name!;
  const keys = (place.dataset.keys ?? '').split('\n');
  const shown = make('div');
  let table: PageRows | undefined;
  const opener = makeButton('Compare two variants', () => void begin(['', '']));
  place.append(opener);
  const pinned = state.pins[name];
  if (pinned) void begin(pinned);

  async function begin([first, second]: readonly [string, string]): Promise<void> {
    table = await pageRows(section!);
    const { columns, rows } = table;
    const names = [...new Set(rows.map((row) => variantName(columns, keys, row)))];
    const pair: [string, string] = [
      names.includes(first) ? first : names[0]!,
      names.includes(second) ? second : (names[1] ?? names[0]!),
    ];
    const options = names.map((one) => [one, one] as const);
    const choose = (at: 0 | 1) => (value: string) => {
      pair[at] = value;
      state.pins[name] = pair;
      changed();
      void compare(pair);
    };
    const close = makeButton('Close', () => {
      delete state.pins[name];
      changed();
      shown.replaceChildren();
      place!.replaceChildren(opener);
    });
    const controls = make(
      'div',
      { class: 'controls' },
      makeSelect('Pinned', options, pair[0], choose(0)),
      makeSelect('beside', options, pair[1], choose(1)),
      close,
    );
    place!.replaceChildren(controls, shown);
    state.pins[name] = pair;
    changed();
    await compare(pair);
  }

  async function compare(given: readonly [string, string]): Promise<void> {
    const pair = [given[0], given[1]] as const;
    const [first, other] = pair.map(picturesOf);
    await Promise.all([first!, other!].map(framesLoaded));
    // Another choice may have been made meanwhile.
    if (pair.join() !== (state.pins[name] ?? []).join()) return;
    const pictures = differencePictures(first!, other!);
    const panels = pair.map((variant, at) => panel(variant, at === 0 ? first! : other!));
    const numbers = numbersTable(differingNumbers(table!, keys, pair), pair);
    shown.replaceChildren(make('div', { class: 'pair' }, ...panels, ...pictures), numbers);
  }

  /** The strip and the maps of a variant, where the page has them. */
  function picturesOf(variant: string): VariantPictures {
    const own = (selector: string) =>
      [...article.querySelectorAll<HTMLElement>(selector)].find(
        (one) => one.dataset.variant === variant && !shown.contains(one),
      );
    return { strip: own('.strip'), maps: own('tr[data-variant]') };
  }

  /** Copies of the pictures of a variant, or how to see them. */
  function panel(variant: string, { strip, maps }: VariantPictures): HTMLElement {
    const copies = [
      ...(strip ? [strip.cloneNode(true) as Element] : []),
      ...(maps ? [mapsCopy(variant, maps)] : []),
    ];
    for (const one of copies.flatMap((copy) => [...copy.querySelectorAll('[id]')])) one.removeAttribute('id');
    const options = variant.split(', ').map((pair) => `--variant "${pair.replace(' ', '=')}"`);
    const how = `This page has no pictures of it; to see them: ${place!.dataset.how} ${options.join(' ')}`;
    return make(
      'div',
      {},
      make('h4', {}, variant),
      ...(copies.length > 0 ? copies : [make('p', { class: 'quiet' }, how)]),
    );
  }
}

function numbersTable(cells: readonly DifferingCell[], pair: readonly [string, string]): HTMLElement {
  if (cells.length === 0) return make('p', {}, 'All numbers are the same.');
  const isText = (at: number) => (at < 2 ? 's' : undefined);
  const head = ['step', 'column', ...pair, 'difference'].map((text, at) =>
    make('th', { scope: 'col', class: isText(at) }, text),
  );
  const lines = cells.map((texts) =>
    make('tr', {}, ...texts.map((text, at) => make('td', { class: isText(at) }, text === '' ? '–' : text))),
  );
  return scrollBox(
    'Differences of the two variants',
    make('table', { class: 'data' }, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...lines)),
  );
}

/** Waits until the frames of a strip can be read. */
async function framesLoaded({ strip }: VariantPictures): Promise<void> {
  await Promise.all([...(strip?.querySelectorAll('img') ?? [])].map((image) => image.decode()));
}

function mapsCopy(variant: string, maps: Element): HTMLElement {
  const table = make('table', { class: 'frames maps' }, make('tbody', {}, maps.cloneNode(true)));
  return scrollBox(`Class maps of ${variant}`, table);
}
