import { didYouMean, either, quoted, UserError } from '../../core/error.ts';
import type { Experiment } from '../../experiment/parse.ts';

/**
 * The variants that have the wanted values, `KEY=VALUE` each, in order.
 *
 * @throws UserError where a key is not swept, or has no such value
 */
export function chooseVariants(
  { variants, swept, name }: Experiment,
  wanted: readonly string[] = [],
): Experiment['variants'] {
  const chosen = wanted.map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UserError(`--variant ${text}: expected KEY=VALUE, such as shift.max=4.`);
    const [key, value] = [text.slice(0, at), text.slice(at + 1)];
    const column = swept.find((one) => one.key === key || one.name === key);
    if (!column) {
      const keys = swept.map((one) => one.key);
      const known = keys.length === 0 ? `${name} has one variant` : `${name} sweeps ${keys.join(', ')}`;
      throw new UserError(`--variant ${text}: ${quoted(key)} is not swept; ${known}${meant(key, keys)}`);
    }
    const labels = column.values.map(String);
    if (!labels.includes(value)) {
      throw new UserError(
        `--variant ${text}: expected ${either(labels.slice(0, 30))} for ${key}, not ${quoted(value)}${meant(value, labels)}`,
      );
    }
    return [column.name, value] as const;
  });
  return variants.filter(({ values }) => chosen.every(([column, value]) => String(values[column]) === value));
}

function meant(word: string, words: readonly string[]): string {
  return didYouMean(word, words) || '.';
}
