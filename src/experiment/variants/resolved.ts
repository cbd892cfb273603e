import type { NamedFile } from '../../core/files.ts';
import { isObject } from '../../core/is_object.ts';
import { type Path, startsWith, valueAt } from '../text/source.ts';
import type { Settings, TableSettings } from './settings.ts';
import type { SweptKey } from './sweep.ts';
import type { Variant } from './variant.ts';

/**
 * The experiment file with every default filled in: the settings that all variants share, and the sweep with its values
 * completed in the same way. Read again, it gives the same variants. A default that depends on a swept value is left
 * out, as in the file.
 */
export function resolvedFile(
  variants: readonly Variant[],
  swept: readonly SweptKey[],
  { description, measures, tables, expect, baseline }: TableSettings,
): Record<string, unknown> {
  const paths = swept.map(({ path }) => path);
  // A section that is swept as a whole is in the sweep alone.
  const sections = Object.keys(variants[0]!.settings).filter(
    (section) => !swept.some(({ key }) => key === section),
  );
  const shared = sections.map((section) => {
    const values = variants.map(({ settings }) => settings[section as keyof Settings]);
    return [section, shareOf(values, [section], paths)];
  });
  return {
    ...(description !== undefined && { description }),
    ...Object.fromEntries(shared.filter(([, value]) => value !== undefined)),
    measures,
    tables,
    ...(swept.length > 0 && {
      sweep: Object.fromEntries(swept.map(({ key }, k) => [key, sweptValues(variants, swept, k)])),
    }),
    expect,
    baseline,
  };
}

/** The parts of a resolved file that its numbers depend on, and the digests of the files that it names. */
export function numbersDependOn(
  resolved: Readonly<Record<string, unknown>>,
  files: readonly NamedFile[] = [],
): Record<string, unknown> {
  const { description: _, expect: __, tables: ___, baseline: ____, ...rest } = resolved;
  const digests = Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
  return { ...rest, ...(files.length > 0 && { files: digests }) };
}

/** The values of a swept key, each with its own defaults filled in. */
function sweptValues(variants: readonly Variant[], swept: readonly SweptKey[], k: number): unknown {
  const { path, values } = swept[k]!;
  const scalars = values.every(({ value, label }) => value === label);
  const plain = () => values.map(({ value }) => value);
  if (scalars && !isObject(valueAt(variants[0]!.settings, path))) return plain();
  // The last key runs fastest.
  const run = swept.slice(k + 1).reduce((product, other) => product * other.values.length, 1);
  const made = values.map((): unknown[] => []);
  for (const [v, { settings }] of variants.entries()) {
    made[Math.floor(v / run) % values.length]!.push(valueAt(settings, path));
  }
  const inside = swept.map((other) => other.path).filter((other) => other !== path);
  const complete = values.map(({ label, value }, i) => [
    String(label),
    shareOf(made[i]!, path, inside) ?? value,
  ]);
  // A kind that is given by its name is written out under that name; other scalars stay as they are.
  const kinds = complete.every(([, value], i) => typeof values[i]!.label === 'string' && isObject(value));
  return scalars && !kinds ? plain() : Object.fromEntries(complete);
}

/** The part that all values have in common. Parts that a swept path leads into are left out. */
function shareOf(values: readonly unknown[], path: Path, swept: readonly Path[]): unknown {
  // Variants share objects, so most values are identical.
  return [...new Set(values)].reduce((all, value) => commonPart(all, value, path, swept));
}

function commonPart(a: unknown, b: unknown, path: Path, swept: readonly Path[]): unknown {
  if (a === b) return a;
  if (isObject(a) && isObject(b)) return commonKeys(a, b, path, swept);
  const lists = Array.isArray(a) && Array.isArray(b) && a.length === b.length;
  if (lists && a.some((_, i) => leadsInto(swept, [...path, i]))) {
    return a.map((item, i) => commonPart(item, b[i], [...path, i], swept) ?? item);
  }
  return lists && JSON.stringify(a) === JSON.stringify(b) ? a : undefined;
}

function commonKeys(
  a: Record<string, unknown>,
  b: Record<string, unknown>,
  path: Path,
  swept: readonly Path[],
): Record<string, unknown> | undefined {
  // Options of different kinds have nothing in common.
  if (a.type !== b.type && !leadsInto(swept, [...path, 'type'])) return undefined;
  const shared: Record<string, unknown> = {};
  let same = true;
  for (const key of Object.keys(a)) {
    const value = a[key] === b[key] ? a[key] : commonPart(a[key], b[key], [...path, key], swept);
    if (value !== undefined) shared[key] = value;
    same &&= value === a[key];
  }
  if (same) return a;
  return Object.keys(shared).length > 0 ? shared : undefined;
}

function leadsInto(swept: readonly Path[], path: Path): boolean {
  return swept.some((one) => startsWith(one, path));
}
