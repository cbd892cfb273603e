import { aliasOf } from './words/alias_of.ts';
import { instead } from './written.ts';

/**
 * A remedy for a key of a sweep that does not begin with a section; undefined if none is known.
 *
 * @example suggestSweptPath('depth') // 'write pool.depth'
 */
export function suggestSweptPath(key: string): string | undefined {
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
    /^(-?\d+)\s*(?:\.\.\.?|-|:|to|…)\s*(-?\d+)$/.exec(value) ?? /^range\((-?\d+),\s*(-?\d+)\)$/.exec(value);
  if (!range)
    return value.includes(',') ? instead(`[${value.split(/\s*,\s*/).join(', ')}]`) : instead(`[${value}]`);
  const first = Number(range[1]);
  const last = value.startsWith('range') ? Number(range[2]) - 1 : Number(range[2]);
  if (last < first || last - first >= MOST_WRITTEN) return instead(`[${first}, ${first + 1}, …, ${last}]`);
  return instead(`[${Array.from({ length: last - first + 1 }, (_, i) => first + i).join(', ')}]`);
}

const MOST_WRITTEN = 20;

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
