import { isObject } from './schema.ts';
import type { Sections } from './sections.ts';
import type { Variant } from './variant.ts';
import type { SweptKey } from './variants.ts';

/**
 * The experiment file with every default filled in: what all variants share, and the sweep with its values
 * completed in the same way.
 */
export function resolvedFile(
  variants: readonly Variant[],
  swept: readonly SweptKey[],
  { description, measures, tables, expect }: Pick<Sections, 'description' | 'measures' | 'tables' | 'expect'>,
): Record<string, unknown> {
  // Along one key at a time, so that this does not grow with the number of combinations.
  const along = swept.map(({ values }, key) => values.map((_, i) => variants[i * stride(swept, key)]!));
  const shared = along
    .flat()
    .reduce((all, { settings }) => common(all, settings), variants[0]!.settings as unknown);
  return {
    ...(description !== undefined && { description }),
    ...(shared as object),
    measures,
    tables,
    ...(swept.length > 0 && {
      sweep: Object.fromEntries(swept.map((key, k) => [key.key, sweptValues(key, along[k]!)])),
    }),
    expect,
  };
}

/** What the numbers depend on, of a resolved file. */
export function numbersDependOn(resolved: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { description: _, expect: __, tables: ___, baseline: ____, ...rest } = resolved;
  return rest;
}

/** How many variants lie between two values of a key: the last key runs fastest. */
function stride(swept: readonly SweptKey[], key: number): number {
  return swept.slice(key + 1).reduce((product, { values }) => product * values.length, 1);
}

function sweptValues({ path, values }: SweptKey, along: readonly Variant[]): unknown {
  const complete = values.map(({ value, label }, i) => {
    const found = path.reduce((part: any, name) => part?.[name], along[i]!.settings);
    return [label, found === undefined ? value : found];
  });
  const scalars = values.every(({ value, label }) => value === label);
  return scalars ? values.map(({ value }) => value) : Object.fromEntries(complete);
}

function common(a: unknown, b: unknown): unknown {
  if (isObject(a) && isObject(b)) {
    return Object.fromEntries(
      Object.keys(a)
        .filter((key) => Object.hasOwn(b, key))
        .map((key) => [key, common(a[key], b[key])])
        .filter(([, value]) => value !== undefined),
    );
  }
  return JSON.stringify(a) === JSON.stringify(b) ? a : undefined;
}
