import { signed } from '../signed.ts';
import { differencePictures, type VariantPictures } from './difference.ts';
import { make, makeButton, makeSelect, scrollBox } from './elements.ts';
import { type PageRows, pageRows } from './rows.ts';
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
    const names = [...new Set(table.rows.map((row) => variantName(table!, row)))];
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

  function variantName({ columns }: PageRows, row: readonly string[]): string {
    return keys.map((key) => `${key} ${row[columns.indexOf(key)]}`).join(', ');
  }

  async function compare(given: readonly [string, string]): Promise<void> {
    const pair = [given[0], given[1]] as const;
    const [first, other] = pair.map(picturesOf);
    await Promise.all([first!, other!].map(framesLoaded));
    // Another choice may have been made meanwhile.
    if (pair.join() !== (state.pins[name] ?? []).join()) return;
    const pictures = differencePictures(first!, other!);
    const panels = pair.map((variant, at) => panel(variant, at === 0 ? first! : other!));
    shown.replaceChildren(make('div', { class: 'pair' }, ...panels, ...pictures), numbers(pair));
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

  function numbers([first, second]: readonly [string, string]): HTMLElement {
    const { columns, numeric, rows } = table!;
    const of = (variant: string) => rows.filter((row) => variantName(table!, row) === variant);
    const [one, other] = [of(first), of(second)];
    const depth = columns.indexOf('depth');
    const identity = new Set(['step', 'depth', 'height', 'width', 'channels', ...keys]);
    const lines = one.flatMap((row, i) => {
      const partner = other[i];
      if (!partner) return [];
      return columns.flatMap((column, c) => {
        const [a, b] = [row[c]!, partner[c]!];
        if (!numeric[c] || identity.has(column) || a === b) return [];
        const change = a === '' || b === '' ? '' : signed(Number(b) - Number(a));
        return [
          make(
            'tr',
            {},
            make('td', { class: 's' }, `depth ${row[depth]}, ${row[columns.indexOf('layer')]}`),
            make('td', { class: 's' }, column),
            ...[a, b, change].map((text) => make('td', {}, text === '' ? '–' : text)),
          ),
        ];
      });
    });
    if (lines.length === 0) return make('p', {}, 'All numbers are the same.');
    const head = ['step', 'column'].map((text) => make('th', { scope: 'col', class: 's' }, text));
    head.push(...[first, second, 'difference'].map((text) => make('th', { scope: 'col' }, text)));
    return scrollBox(
      'Differences of the two variants',
      make(
        'table',
        { class: 'data' },
        make('thead', {}, make('tr', {}, ...head)),
        make('tbody', {}, ...lines),
      ),
    );
  }
}

/** Waits until the frames of a strip can be read. */
async function framesLoaded({ strip }: VariantPictures): Promise<void> {
  await Promise.all([...(strip?.querySelectorAll('img') ?? [])].map((image) => image.decode()));
}

function mapsCopy(variant: string, maps: Element): HTMLElement {
  const table = make('table', { class: 'frames maps' }, make('tbody', {}, maps.cloneNode(true)));
  return scrollBox(`Class maps of ${variant}`, table);
}
