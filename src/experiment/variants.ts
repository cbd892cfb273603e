import { UserError } from '../error.ts';
import type { Cell } from '../results/columns.ts';
import { isObject, limits } from './schema.ts';
import { formatPath, type Path, type Source } from './source.ts';

/** One swept key, with its values in the order of the file. */
export interface SweptKey {
  key: string;
  path: Path;
  values: readonly { label: Cell; value: unknown; at: Path }[];
}

/** A value that replaces one of the file's, and the argument that says so, for messages. */
export interface Override {
  key: string;
  value: unknown;
  argument: string;
}

/** One combination of swept values. */
export interface Point {
  labels: readonly Cell[];
  /** The file with the point's values in place, shorthands expanded. */
  value: Record<string, unknown>;
  replacements: readonly Replacement[];
}

/** A part of the file that a swept or an overriding value takes the place of. */
export interface Replacement {
  path: Path;
  value: unknown;
  /** Where a part of the value stands. */
  locate: Source['locate'];
}

/** Keys that hold for the table as a whole. */
const NOT_SWEPT = ['$schema', 'description', 'sweep', 'expect', 'tables', 'measures'];

/**
 * The swept keys of a file, those that are overridden left out.
 *
 * @throws UserError where a value or a key cannot be swept
 */
export function sweptKeys(source: Source, overrides: readonly Override[]): SweptKey[] {
  const { sweep } = source.value as { sweep?: unknown };
  if (sweep === undefined) return [];
  if (!isObject(sweep)) fail(source, ['sweep'], 'expected an object of keys and their values');
  const fixed = new Set(overrides.map(({ key }) => key));
  const keys = source.keys(['sweep']).filter((key) => !fixed.has(key));
  const swept = keys.map((key): SweptKey => {
    if (NOT_SWEPT.includes(key.split('.')[0]!)) fail(source, ['sweep', key], `${key} cannot be swept`, 'key');
    return {
      key,
      path: key.split('.'),
      values: valuesOf(source, key, (sweep as Record<string, unknown>)[key]),
    };
  });
  const variants = swept.reduce((product, { values }) => product * values.length, 1);
  if (variants > limits.variants) {
    fail(source, ['sweep'], `${variants} variants are more than the ${limits.variants} allowed`, 'key');
  }
  return swept;
}

/** Every combination, in the file's order; the last key runs fastest. */
export function* points(
  source: Source,
  swept: readonly SweptKey[],
  overrides: readonly Override[],
): Generator<Point> {
  const fixed = overrides.map(({ key, value, argument }): Replacement => {
    return { path: key.split('.'), value, locate: () => ({ file: argument }) };
  });
  const choices = swept.map(({ key, path, values }) =>
    values.map(({ value, at }): Replacement => {
      const locate: Source['locate'] = (rest, part) =>
        rest.length === 0 && part === 'key'
          ? source.locate(['sweep', key], 'key')
          : source.locate([...at, ...rest], part);
      return { path, value, locate };
    }),
  );
  const indices = swept.map(() => 0);
  for (;;) {
    const { sweep: _, ...value } = expandShorthands(structuredClone(source.value) as Record<string, unknown>);
    const replacements = [...fixed, ...choices.map((choice, i) => choice[indices[i]!]!)];
    // Whole parts before what is in them.
    for (const one of [...replacements].sort((a, b) => a.path.length - b.path.length)) {
      put(value, one);
      Object.assign(value, expandShorthands(value));
    }
    yield { labels: swept.map(({ values }, i) => values[indices[i]!]!.label), value, replacements };
    let last = swept.length - 1;
    while (last >= 0 && ++indices[last]! === swept[last]!.values.length) indices[last--] = 0;
    if (last < 0) return;
  }
}

function valuesOf(source: Source, key: string, values: unknown): SweptKey['values'] {
  const at: Path = ['sweep', key];
  if (Array.isArray(values)) {
    if (values.length === 0) fail(source, at, 'expected at least one value');
    const list = values.map((value, i) => {
      if (value !== null && typeof value === 'object') {
        fail(source, [...at, i], 'expected a single value; give lists and objects names: { name: value }');
      }
      return { label: value as Cell, value, at: [...at, i] };
    });
    list.forEach(({ label }, i) => {
      if (list.findIndex((other) => other.label === label) < i)
        fail(source, [...at, i], `${label} stands twice`);
      if (typeof label === 'string') requireCell(source, [...at, i], label);
    });
    return list;
  }
  if (!isObject(values)) fail(source, at, 'expected a list of values, or an object that names them');
  const names = source.keys(at);
  if (names.length === 0) fail(source, at, 'expected at least one value');
  for (const name of names) requireCell(source, [...at, name], name);
  return names.map((name) => ({
    label: name,
    value: (values as Record<string, unknown>)[name],
    at: [...at, name],
  }));
}

/** A spreadsheet takes what begins like this for a formula. */
function requireCell(source: Source, at: Path, text: string): void {
  if (/^[=+@-]/.test(text) || text === '') {
    fail(
      source,
      at,
      `${JSON.stringify(text)} cannot stand in a table; begin with a letter or a digit`,
      'key',
    );
  }
}

function fail(source: Source, at: Path, message: string, part: 'key' | 'value' = 'value'): never {
  throw new UserError([{ message: `${formatPath(at)}: ${message}.`, where: source.locate(at, part) }]);
}

/** @throws UserError where a list has no such item; what else does not belong, the schema will say */
function put(root: Record<string, unknown>, { path, value, locate }: Replacement): void {
  // One of the two stands for the stack; naming one replaces the other.
  if (path.length === 1 && path[0] === 'pool') delete root.layers;
  if (path.length === 1 && path[0] === 'layers') delete root.pool;
  let part: any = root;
  for (const [i, key] of path.entries()) {
    if (Array.isArray(part) && !Object.hasOwn(part, key)) {
      const message = `${formatPath(path)}: there is no ${key} in ${formatPath(path.slice(0, i))}; its items are 0 to ${part.length - 1}.`;
      throw new UserError([{ message, where: locate([], 'key') }]);
    }
    const own =
      Object.hasOwn(part, key) && typeof part[key] === 'object' && part[key] !== null ? part[key] : {};
    const next = i === path.length - 1 ? structuredClone(value) : own;
    Object.defineProperty(part, key, { value: next, enumerable: true, writable: true, configurable: true });
    part = next;
  }
}

/** `image: circle` is `image: { type: circle }`, wherever a kind stands. */
export function expandShorthands(value: Record<string, unknown>): Record<string, unknown> {
  const expanded = { ...value };
  for (const key of ['image', 'against', 'pool', 'compare']) {
    if (typeof value[key] === 'string') expanded[key] = { type: value[key] };
  }
  if (Array.isArray(value.layers)) expanded.layers = value.layers.map(expandLayer);
  return expanded;
}

function expandLayer(layer: unknown): unknown {
  if (typeof layer === 'string') return { type: layer };
  if (!isObject(layer) || !isObject(layer.repeat) || !Array.isArray(layer.repeat.layers)) return layer;
  return { ...layer, repeat: { ...layer.repeat, layers: layer.repeat.layers.map(expandLayer) } };
}
