/**
 * A text that came from a file, as one line of a report can show it: what a terminal, a log or a reader would take for
 * something else (line ends, escape sequences, marks that turn the direction of writing, workflow commands) is
 * written as its code.
 */
export function printable(text: string): string {
  return text.replace(MISLEADING, (found) => [...found].map(code).join(''));
}

/** Controls, line and paragraph separators, what is invisible or changes direction; and `::`, `##[` of workflow logs. */
const MISLEADING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]|::|##\[/gu;

function code(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
