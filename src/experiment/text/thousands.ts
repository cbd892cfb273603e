import type { Override } from './override.ts';
import type { Source } from './source.ts';

/** Keys of counts that may be in the thousands. */
const COUNTED = ['trials', 'image.limit'];

/**
 * Warnings about counts whose thousands have a point before them, as German and Turkish write them: YAML reads `1.000` as
 * 1.
 *
 * @example thousandsIn(parseYaml('trials: 1.000', 'a.yaml'), []) // ['trials: 1.000 is 1; write 1000 for thousands']
 */
export function thousandsIn({ text: written }: Source, overrides: readonly Override[]): string[] {
  return COUNTED.flatMap((key) => {
    const { source } = overrides.findLast((one) => one.key === key) ?? {};
    const text = source === undefined ? written?.(key.split('.')) : source.text?.([]);
    if (text === undefined || !/^\d{1,3}\.000$/.test(text)) return [];
    return [`${key}: ${text} is ${Number(text)}; write ${text.replace('.', '')} for thousands`];
  });
}
