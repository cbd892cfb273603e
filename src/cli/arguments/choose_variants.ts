import { either, quoted, UserError } from '../../core/error.ts';
import { formatMistake, nearest } from '../../core/mistake.ts';
import type { Experiment } from '../../experiment/parse.ts';

/**
 * The variants that have all of the wanted values, `KEY=VALUE` each, in order.
 *
 * @throws UserError where a key is not swept, has no such value, or is given two of them
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
      const problem = `${quoted(key)} is not swept; ${known}`;
      throw new UserError(
        formatMistake({
          place: `--variant ${text}`,
          problem,
          meant: keys.find((one) => one.endsWith(`.${key}`)) ?? nearest(key, keys),
        }),
      );
    }
    const labels = column.values.map(String);
    if (!labels.includes(value)) {
      const expected = `${either(labels.slice(0, 30))} for ${key}`;
      const mistake = { place: `--variant ${text}`, expected, value: quoted(value) };
      throw new UserError(formatMistake({ ...mistake, meant: nearest(value, labels) }));
    }
    return [column.name, value] as const;
  });
  for (const [i, [column, value]] of chosen.entries()) {
    const other = chosen.slice(0, i).find((one) => one[0] === column && one[1] !== value);
    if (other)
      throw new UserError(`--variant ${wanted[i]}: ${column} is ${other[1]} already; give each key once.`);
  }
  return variants.filter(({ values }) => chosen.every(([column, value]) => String(values[column]) === value));
}
