/**
 * Makes a text from a file safe to print on one line: line ends, escape sequences, marks that change the direction of
 * writing, and workflow commands are written as their code.
 *
 * @example printable('a\u202eb') // 'a\\u{202e}b'
 */
export function printable(text: string): string {
  return text.replace(MISLEADING, (found) => [...found].map(code).join(''));
}

/**
 * Makes lines that this package wrote safe to print, with what they quote from files. Colons stay, but where a line begins
 * with two: only that is a workflow command.
 */
export function printableLines(text: string): string {
  return text.replace(MISLEADING_IN_LINES, (found) => [...found].map(code).join(''));
}

/** Joiners that spelling needs: between emoji that are one picture, and between letters that join, as in Persian and Hindi. */
const EMOJI_JOINER = '(?<=\\p{ExtPict}[\\p{EMod}\\ufe0f]?)\\u200d(?=\\p{ExtPict})';
const JOINING = `[${['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh'].map((script) => `\\p{sc=${script}}`).join('')}]`;
const SPELLED = `${EMOJI_JOINER}|(?<=${JOINING})[\\u200c\\u200d](?=${JOINING})`;

/** Control characters, separators of lines, invisible and direction marks; `::` and `##[` of workflow logs. */
const UNPRINTABLE = `(?!${SPELLED})[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}]`;
const MISLEADING = new RegExp(`${UNPRINTABLE}|::|##\\[`, 'gu');
const MISLEADING_IN_LINES = new RegExp(`(?!\\n)${UNPRINTABLE}|(?<=^\\s*)::|##\\[`, 'gmu');

function code(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
