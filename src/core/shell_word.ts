/**
 * A word of a command that a message offers to copy: quoted where a shell would split or change it. Double quotes,
 * which Windows' shells take too, where they keep the word as it is; else single ones.
 *
 * @example shellWord('my file.yaml') // '"my file.yaml"'
 * @example shellWord('a$b') // "'a$b'"
 */
export function shellWord(word: string): string {
  if (/^[\w./=:,@%+-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : `"${word}"`;
}
