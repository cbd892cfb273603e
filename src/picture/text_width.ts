/** Advance widths of Inter from U+0020 to U+007E, in thousandths of the font size. */
const REGULAR =
  '281 288 466 633 642 982 644 300 365 365 501 662 288 460 288 360 631 407 610 618 646 593 620 566 619 620 288 302 662 662 662 511 966 690 654 730 722 601 590 746 743 269 571 672 565 903 753 765 639 765 644 642 646 744 690 985 682 679 629 365 360 365 471 456 323 562 612 571 612 583 370 613 591 242 242 549 242 876 591 600 612 612 376 528 327 591 562 818 546 562 552 426 333 426 662'
    .split(' ')
    .map(Number);

/** Semibold Inter is about this much wider than regular Inter. */
const SEMIBOLD = 1.03;

/** Other letters are about this wide; those of East Asia and emoji fill a square. */
const OTHER = 660;
const SQUARE = 1000;

/** Advance widths of further letters, in thousandths of the font size. */
const FURTHER: Readonly<Record<string, number>> = {
  '×': 662,
  '−': 662,
  '·': 288,
  '–': 500,
  '—': 1000,
  '…': 864,
  '’': 261,
  ı: 242,
};

/**
 * The width of a text in pixels, as Inter draws it. Widths come from a table, not from an installed font, so a figure has
 * the same bytes on every machine. Letters that the table lacks are about as wide as most.
 *
 * @param size the font size in pixels
 */
export function textWidth(text: string, size: number, semibold = false): number {
  let sum = 0;
  for (const letter of text)
    sum += (knownWidth(letter) ?? (letter.codePointAt(0)! < 0x2e80 ? OTHER : SQUARE)) / 1000;
  return sum * size * (semibold ? SEMIBOLD : 1);
}

/** Whether the table has all letters of a text. */
export function isMeasured(text: string): boolean {
  return [...text].every((letter) => knownWidth(letter) !== undefined);
}

/** The advance width of a letter; one with an accent is as wide as without it. */
function knownWidth(letter: string): number | undefined {
  if (/\p{M}/u.test(letter)) return 0;
  const [base = letter] = letter.normalize('NFD');
  return REGULAR[base.codePointAt(0)! - 0x20] ?? FURTHER[letter];
}

/**
 * Breaks a text into lines of at most `width` pixels, at spaces; a longer word after underscores, hyphens, slashes and
 * commas; a longer piece between letters.
 */
export function wrapped(text: string, width: number, size: number, semibold = false): string[] {
  const fits = (line: string) => textWidth(line.trimEnd(), size, semibold) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\s)/u))
    for (const piece of fits(word) ? [word] : word.split(/(?<=[_\-/,])/u)) {
      if (line !== '' && !fits(line + piece)) {
        lines.push(line);
        line = '';
      }
      line += piece;
      while (!fits(line) && [...line].length > 1) {
        const letters = [...line];
        let count = letters.length - 1;
        while (count > 1 && !fits(letters.slice(0, count).join(''))) count--;
        lines.push(letters.slice(0, count).join(''));
        line = letters.slice(count).join('');
      }
    }
  return [...lines, line].map((one) => one.trim()).filter((one, i) => one !== '' || i === 0);
}
