import { aliasOf } from './words/alias_of.ts';
import { instead, written } from './written.ts';

/**
 * A remedy for a key of a sweep that does not begin with a section; undefined if none is known.
 *
 * @example suggestSweptPath('depth') // 'write pool.depth'
 */
export function suggestSweptPath(key: string): string | undefined {
  const dotted = key.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll(/\/|:|__|->/g, '.');
  if (dotted !== key && /^[a-z_]+(\.\w+)+$/.test(dotted)) return instead(dotted);
  const path = key.includes('.') ? undefined : aliasOf(key, sweptPaths);
  return path === undefined ? undefined : instead(path);
}

/**
 * A remedy for the values of a swept key that are no list; undefined if none is known.
 *
 * @example suggestSweptValues('1..3') // 'write [1, 2, 3]'
 */
export function suggestSweptValues(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return instead(`[${value}]`);
  if (typeof value !== 'string') return undefined;
  const range =
    /^(-?\d+)\s*(?:\.\.\.?|[-–—~]|:|to|…)\s*(-?\d+)$/.exec(value) ??
    /^(?:np\.|numpy\.|torch\.)?(?:a?range)\((-?\d+),\s*(-?\d+)\)$/.exec(value);
  // Inside braces, a comma ends the text.
  const [, begun] = /^(?:np\.|numpy\.|torch\.)?(?:range|linspace|arange)\((-?\d+)$/.exec(value) ?? [];
  if (begun !== undefined) return instead(`[${begun}, ${Number(begun) + 1}, ${Number(begun) + 2}]`);
  if (!range)
    return value.includes(',') ? instead(`[${value.split(/\s*,\s*/).join(', ')}]`) : instead(`[${value}]`);
  const first = Number(range[1]);
  const last = value.endsWith(')') ? Number(range[2]) - 1 : Number(range[2]);
  if (last < first || last - first >= MOST_WRITTEN) return instead(`[${first}, ${first + 1}, …, ${last}]`);
  return instead(`[${Array.from({ length: last - first + 1 }, (_, i) => first + i).join(', ')}]`);
}

const MOST_WRITTEN = 20;

/**
 * The remedy for named values that are the ends of a range, as in `{ start: 1, stop: 8 }`; undefined for any other names.
 *
 * @example suggestRange({ start: 1, stop: 3 }) // 'write [1, 2, 3]'
 */
export function suggestRange(values: Record<string, unknown>): string | undefined {
  const names = Object.keys(values);
  const isEnd = (name: string) => RANGE_WORDS.some((words) => words.split(' ').includes(name.toLowerCase()));
  const numbers = Object.values(values);
  if (names.length < 2 || !names.every(isEnd) || !numbers.every((value) => typeof value === 'number'))
    return undefined;
  const [first, last, step = 1] = RANGE_WORDS.map((words) => {
    const name = names.find((one) => words.split(' ').includes(one.toLowerCase()));
    return name === undefined ? undefined : Number(values[name]);
  });
  if (first === undefined || last === undefined || !(step > 0) || last < first) return undefined;
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  const some = Array.from({ length: Math.min(count, MOST_WRITTEN) }, (_, i) =>
    Number((first + i * step).toPrecision(12)),
  );
  return instead(`[${some.join(', ')}${count > MOST_WRITTEN ? ', …' : ''}]`);
}

/** What the first value, the last and the step of a range are called. */
const RANGE_WORDS = ['start from first min begin', 'stop to end last max until', 'step by increment'];

/**
 * The remedy for a section in place of a path, as in `{ shift: { max: [1, 2] } }`; undefined for any other.
 *
 * @example suggestNestedPath('shift', { max: [1, 2] }) // 'write shift.max: [1, 2]'
 */
export function suggestNestedPath(section: string, values: Record<string, unknown>): string | undefined {
  const paths = Object.entries(values).map(([name, list]) =>
    Array.isArray(list) && list.every((item) => typeof item !== 'object')
      ? `${section}.${name}: ${written(list)}`
      : undefined,
  );
  return paths.length === 0 || paths.includes(undefined) ? undefined : instead(paths.join(', '));
}

const sweptPaths = {
  'pool.depth': 'depth pooldepth npools derinlik',
  'pool.type': 'type pooling pooltype kind',
  'pool.pool_size': 'poolsize kernelsize window ksize',
  'pool.strides': 'strides stride',
  'pool.padding': 'padding pad',
  'shift.max': 'max maxshift shifts range distance',
  'shift.fill_mode': 'fillmode fill mode',
  'shift.step': 'subpixel',
  'image.radius': 'radius r yaricap',
  'image.size': 'size imagesize',
  'image.filled': 'filled',
};
