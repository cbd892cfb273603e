import type { Fail } from './yaml_rules.ts';
import { codeOf } from './yaml_rules.ts';

/**
 * Refuses characters that look like a space, a colon, a bracket or a line end and are none, where YAML needs one: editors,
 * chats and word processors put them in.
 *
 * @throws UserError with the line as it is to be written
 */
export function refuseLookalikes(text: string, fail: Fail): void {
  const lone = text.indexOf('\r');
  if (lone >= 0 && !text.includes('\n'))
    fail({ problem: 'the lines end with CR alone', remedy: 'save the file with LF or CRLF' }, lone);
  let start = 0;
  for (const line of text.split('\n')) {
    const bare = line.replaceAll(QUOTED, (quoted) => '"'.repeat(quoted.length));
    const at = LOOKALIKE_PLACES.map((place) => bare.search(place)).filter((one) => one >= 0);
    if (at.length > 0) {
      const first = Math.min(...at);
      const problem = `the character ${codeOf(line, first)} is not the one that YAML needs here`;
      const isEnd = /[\u2028\u2029]/.test(line.charAt(first));
      const remedy = isEnd ? 'begin a new line in its place' : `write ${plainLine(line)}`;
      fail({ problem, remedy }, start + first);
    }
    start += line.length + 1;
  }
}

/** Quoted texts and comments, in which every character may be. */
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:^|\s)#.*$/g;

const SPACES = String.raw`[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]`;

/** In front of a line, behind a key, a colon behind a key, brackets behind a colon, a line end in front of a key. */
const LOOKALIKE_PLACES = [
  new RegExp(String.raw`(?<=^[ \t]*)${SPACES}`),
  new RegExp(String.raw`(?<=(?:^|[\s{,-])[a-z_][\w.]*:)${SPACES}`),
  /(?<=^[\s-]*[a-z_][\w.]*[ \t]*)：/,
  /(?<=\{[^{}]*(?<=[{,])\s*[a-z_][\w.]*[ \t]*)：/,
  /(?<=:[ \t]*)[｛［]/,
  /[\u2028\u2029](?=\s*[a-z_][\w.]*:)/,
];

function plainLine(line: string): string {
  return line
    .replaceAll(new RegExp(SPACES, 'g'), (space) => (/[\u200b\u2060\ufeff]/.test(space) ? '' : ' '))
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(/：\s*/g, ': ')
    .replace(/:(?=\S)/, ': ')
    .trim();
}
