import { isObject } from '../../core/is_object.ts';
import { saidText, written } from './written.ts';

/**
 * Values of which some are lists or objects, by name, as a sweep takes them: each has a name of its own, or is called
 * after its kind, or after the first layer of a stack; otherwise all are counted.
 *
 * @param key that is swept
 * @example valuesByName([[1, 2], [3, 4]], 'shift.max') // '{ value1: [1, 2], value2: [3, 4] }'
 * @example valuesByName([{ max: ['max_pool'] }, 'avg_pool'], 'layers') // '{ max: [max_pool], avg_pool: [avg_pool] }'
 */
export function valuesByName(values: readonly unknown[], key = ''): string | undefined {
  const named = values.map((value) => (key === 'layers' ? nameAndStack(value) : nameAndValue(value, key)));
  const names = new Set(named.map(([name]) => name));
  const areNames = names.size === named.length && [...names].every((name) => /^\p{L}\w*$/u.test(name));
  const entries = named.map(([name, value], i) => [areNames ? name : `value${i + 1}`, value] as const);
  return written(Object.fromEntries(entries));
}

function nameAndValue(value: unknown, key: string): [name: string, value: unknown] {
  if (Array.isArray(value)) return [nameAndValue(value[0], key)[0], value];
  if (!isObject(value)) return [saidText(value ?? ''), value];
  const { name, ...rest } = value;
  const [[first, only] = ['', undefined], second] = Object.entries(rest);
  if (typeof name === 'string') return [name, second ? rest : only];
  if (typeof value.type === 'string') return [value.type, value];
  // A layer can be written as its kind with its options.
  return second ? ['', value] : [first, key.startsWith('layers') ? value : only];
}

function nameAndStack(value: unknown): [name: string, value: unknown] {
  const [name, named] = nameAndValue(value, 'layers');
  const stack = [named, ...(isObject(named) ? Object.values(named) : [])].find(Array.isArray);
  return [name, stack ?? [named]];
}
