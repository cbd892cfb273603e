import { cellWidth } from '../terminal/terminal.ts';

/** What the depth and the widest column beside it take. */
const OTHER_COLUMNS = 34;
const LEAST = 8;

/**
 * The swept values of each row with those cut in their middle that would leave no room for the other columns, as
 * `beginning…end`. They stay whole where there is no width, or two of them would look the same.
 *
 * @example shortNames([['a long name of something'], ['b']], 50) // [['a long …mething'], ['b']]
 */
export function shortNames(
  rows: readonly (readonly string[])[],
  width: number,
): readonly (readonly string[])[] {
  const most = Math.max(LEAST, Math.floor((width - OTHER_COLUMNS) / (rows[0]?.length || 1)) - 1);
  const cut = rows.map((names) => names.map((name) => cutMiddle(name, most)));
  const different = (texts: readonly (readonly string[])[]) =>
    new Set(texts.map((text) => text.join('\0'))).size;
  return different(cut) === different(rows) ? cut : rows;
}

/** A text of at most so many columns; a character of several parts stays whole. */
function cutMiddle(text: string, most: number): string {
  if (cellWidth(text) <= most) return text;
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  const side = (all: readonly string[]) => {
    const kept: string[] = [];
    let taken = 0;
    for (const letter of all) {
      taken += cellWidth(letter);
      if (taken > (most - 1) / 2) break;
      kept.push(letter);
    }
    return kept;
  };
  return `${side(letters).join('')}…${side(letters.toReversed()).reverse().join('')}`;
}
