import { turkishColumns } from './turkish_columns.ts';

/** Sentences with names or numbers in them, as patterns of what a meaning begins with; made when they are first needed. */
let patterns: { pattern: RegExp; turkish: string }[] | undefined;

/** What a column means, sentence by sentence; one that has no translation stays in English. */
export function inTurkish(meaning: string): string {
  patterns ??= Object.entries(turkishColumns).map(([english, turkish]) => ({
    pattern: new RegExp(`^${english.split('{}').map(literally).join('(\\S+?)')}(?: |$)`),
    turkish,
  }));
  const said: string[] = [];
  let rest = meaning;
  while (rest !== '') {
    const found = patterns.find(({ pattern }) => pattern.test(rest));
    if (!found) return [...said, rest].join(' ');
    const [whole, ...parts] = found.pattern.exec(rest)!;
    let at = 0;
    said.push(found.turkish.replaceAll('{}', () => parts[at++]!));
    rest = rest.slice(whole.length);
  }
  return said.join(' ');
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
