import { layers } from '../../layers/registry.ts';
import { NEEDLESS } from './layer_options.ts';
import { meantLayers } from './meant_layer.ts';
import { forOtherActivation } from './other_layer.ts';
import { written } from './written.ts';

/** What to write for an option of a layer that other libraries have, or that belongs to another layer. */
export function forLayerKey(
  section: 'layers' | 'pool',
  layer: Record<string, unknown>,
  name: string,
  allowed: readonly string[],
): string | undefined {
  const value = layer[name];
  if (REPEATS.includes(name.toLowerCase()) && typeof value === 'number') {
    if (section === 'pool') return `depth: ${value}`;
    if (Object.hasOwn(layer, 'layers')) return `times: ${value}`;
    const { [name]: _, ...rest } = layer;
    const once = Object.keys(rest).length === 1 ? rest.type : rest;
    const times = value;
    return written({ repeat: { times, layers: [once] } }) ?? `{ repeat: { times: ${times}, layers: […] } }`;
  }
  if (name === 'type' && typeof layer.repeat === 'number') {
    const { repeat: times, ...once } = layer;
    return written({ repeat: { times, layers: [Object.keys(once).length === 1 ? once.type : once] } });
  }
  if (name === 'layers' && typeof layer.repeat === 'number')
    return written({ repeat: { times: layer.repeat, layers: value } }) ?? 'repeat: { times, layers }';
  if (name === 'ceil_mode' && value === true) return ceilText(layer);
  if (name === 'count_include_pad') return 'leave it out: padding counts in no mean here';
  if (/^dilations?(_rate)?$/.test(name) && !allowed.includes(name))
    return 'leave it out: its windows have no gaps';
  const other = name === 'activation' ? forOtherActivation(value) : undefined;
  if (other !== undefined) return other;
  if (name === 'activation') return `${written(value) ?? 'relu'} as a layer of its own, after this one`;
  return NEEDLESS.includes(name) && !allowed.includes(name)
    ? 'leave it out: it has no meaning here'
    : undefined;
}

/** The value of `padding` that is nearest to PyTorch's cells on each side, and whether it does the same. */
export function paddingText(
  layer: Record<string, unknown>,
  cells: number | readonly [number, number],
): string {
  const { depth: _, ...once } = layer;
  const [meant] = meantLayers(once, Object.keys(layers)) ?? [];
  const count = typeof cells === 'number' ? String(cells) : written(cells)!;
  if (typeof meant !== 'object')
    return `same, which is near: no word here pads such windows by ${count} on each side, as PyTorch does`;
  return `${meant.padding}, which does what padding=${count} does in PyTorch`;
}

/** PyTorch's last window may leave the image: `same` is that for windows of 2, two apart; others may begin before it. */
function ceilText(layer: Record<string, unknown>): string {
  const { pool_size = layer.kernel_size ?? 2, strides = layer.stride ?? pool_size } = layer;
  const isTwo = [pool_size, strides].flat().every((cells) => cells === 2);
  return isTwo ? 'padding: same' : 'padding: same, which is near: its windows may begin before the image too';
}

const REPEATS =
  'depth repeat repeats times count n number num level levels stages derinlik tiefe profondeur'.split(' ');
