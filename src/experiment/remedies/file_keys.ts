import { isObject } from '../../core/is_object.ts';
import { nearest } from '../../core/mistake.ts';
import { layers } from '../../layers/registry.ts';
import { measures } from '../../measure/registry.ts';
import { claimsText } from './expectations.ts';
import { layersText } from './layers.ts';
import { meantLayers } from './meant_layer.ts';
import { meantShift } from './shifts.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { instead, keyWithValue } from './written.ts';

/** A key at the top of a file that no file has. */
export function suggestFileKey(name: string, value: unknown, allowed: readonly string[]): string | undefined {
  const [section, part] = name.split('.') as [string, string?];
  if (part !== undefined && allowed.includes(section))
    return instead(`${section}: { ${keyWithValue(part, value)} }`);
  const key = aliasOf(name, aliases.keys.file, allowed);
  if (key !== undefined && key === nearest(name, allowed)) return undefined;
  if (key === 'measures') return suggestMeasures(value);
  if (key === 'layers') return instead(`layers: ${layersText(value)}`);
  if (key === 'pool') return instead(keyWithValue(key, pooling(value)));
  if (key === 'expect') return instead(claimsText(value) ?? 'expect');
  if (key === 'shift') return instead(keyWithValue(key, meantShift(value) ?? value));
  if (key === 'steps' && [value].flat().some((name) => name === 'shifts' || name === 'images'))
    return instead(keyWithValue('tables', value));
  if (key === 'image' || key === 'against') return instead(keyWithValue(key, imageText(value)));
  if (key !== undefined) return instead(keyWithValue(key, value));
  const option = aliasOf(name, aliases.keys.file_options);
  if (option !== undefined) return instead(option);
  const holdsFile =
    !name.startsWith('_') && isObject(value) && Object.keys(value).some((one) => allowed.includes(one));
  return holdsFile ? 'write what it holds at the top of the file, without indentation' : undefined;
}

/** The key at the top of a file that a word means, if any. */
export function meantFileKey(name: string, allowed: readonly string[]): string | undefined {
  return aliasOf(name, aliases.keys.file, allowed) ?? nearest(name, allowed);
}

/** The names of measures in a list of metrics; most metrics are in every table. */
function suggestMeasures(value: unknown): string {
  const names = [value].flat().filter((name) => typeof name === 'string');
  const asked = names.filter((name) => Object.hasOwn(measures, name));
  if (asked.length > 0) return instead(`measures: [${asked.join(', ')}]`);
  const always = Object.values(measures).flatMap(({ when, columns }) =>
    when === 'always' ? Object.keys(columns) : [],
  );
  const there = names.filter((name) => always.includes(name));
  if (there.length === 0) return instead('measures: [worst]');
  return `write measures: [], or leave it out: ${there.join(', ')} ${there.length > 1 ? 'are' : 'is'} in every table`;
}

/** A pool in other words, with its depth. */
function pooling(value: unknown): unknown {
  const { depth, ...pool } = isObject(value) ? value : {};
  const [meant] = meantLayers(isObject(value) ? pool : value, Object.keys(layers)) ?? [];
  if (meant === undefined || depth === undefined) return meant ?? value;
  return typeof meant === 'string' ? { type: meant, depth } : { ...meant, depth };
}

/** An image by its name in other words. */
function imageText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = aliasOf(value, aliases.image);
  return text !== undefined && /^\w+$/.test(text) ? text : value;
}
