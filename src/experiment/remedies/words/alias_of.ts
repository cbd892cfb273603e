/** Words by the text to write instead: `{ max_pool: 'maxpool mp' }`. The words of a text are separated by spaces. */
export type Aliases = Readonly<Record<string, string>>;

/**
 * The text to write instead of a word.
 *
 * @param allowed the names that are allowed there; a text that is another name is not offered
 * @returns undefined for a word that no text has; a text is a word of its own, as in `InterpolationMode.BILINEAR`
 * @example aliasOf('nn.MaxPool2d', { max_pool: 'maxpool2d mp' }) // 'max_pool'
 */
export function aliasOf(word: string, family: Aliases, allowed?: readonly string[]): string | undefined {
  const normal = normalWord(word);
  if (normal === '') return undefined;
  return Object.keys(family).find((text) => {
    const fits = allowed === undefined || !/^\w+$/.test(text) || allowed.includes(text);
    return fits && (normalWord(text) === normal || family[text]!.split(' ').includes(normal));
  });
}

/** A word without prefix, capitals and signs; Turkish letters as their Latin ones: `nn.MaxPool2d` is `maxpool2d`. */
function normalWord(word: string): string {
  const last = word.slice(word.lastIndexOf('.') + 1);
  return last
    .toLowerCase()
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}
