import { isObject } from '../../core/is_object.ts';
import { mapValues } from '../../core/map_values.ts';
import { nearest } from '../../core/mistake.ts';
import { presets } from '../../image/preprocess/presets.ts';
import { layers } from '../../layers/registry.ts';
import { measures } from '../../measure/registry.ts';
import { claimsText } from './expectations.ts';
import { layersText } from './layers.ts';
import { meantLayers } from './meant_layer.ts';
import { pictureFile } from './picture_file.ts';
import { meantComparison } from './sections.ts';
import { meantShift, shiftOfTransform } from './shifts.ts';
import { sweepByPaths } from './sweeps.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { CI_KEY } from './words/file_keys.ts';
import { wordOf } from './words/word_of.ts';
import { instead, keyWithValue, pasted, saidText, written } from './written.ts';

/** A key at the top of a file that no file has. */
export function suggestFileKey(name: string, value: unknown, allowed: readonly string[]): string | undefined {
  const [section, part] = name.split('.') as [string, string?];
  if (part !== undefined && allowed.includes(section))
    return instead(`${section}: { ${keyWithValue(part, value)} }`);
  const inner = isObject(value) ? Object.keys(value).filter((one) => allowed.includes(one)) : [];
  if (
    isObject(value) &&
    inner.length > 0 &&
    inner.length === Object.keys(value).length &&
    !name.startsWith('_')
  )
    return inner.length === 1
      ? `${instead(keyWithValue(inner[0]!, value[inner[0]!]))} at the top of the file`
      : 'write what it holds at the top of the file, without indentation';
  if (!/^(x-|\.|_)/.test(name) && holdsExperiments(value))
    return 'write each of them to a file of its own, with its keys at the top';
  if (/^(x-|\.|_(?!_))/.test(name) && isObject(value)) {
    const part = written(value);
    return `leave it out, and write ${part ?? 'what it holds'} where it is used`;
  }
  if (/^compare_?to$/i.test(name) && typeof value === 'string' && Object.hasOwn(layers, value))
    return instead(
      `sweep: { pool.type: [max_pool, ${value}] }, and compare_to: { pool.type: ${value} } in an expectation`,
    );
  const matrix = isObject(value) && isObject(value.matrix) ? value.matrix : undefined;
  const sweep = aliasOf(name, aliases.keys.file, allowed) === 'sweep' ? value : matrix;
  const paths = sweepByPaths(sweep);
  if (paths !== undefined) return pasted`write sweep: ${written(paths)}`;
  // What else a matrix varies is the system, or a version.
  if (sweep !== undefined && /^(strategy|matrix)$/i.test(name)) return CI_KEY;
  const elsewhere = aliasOf(name, aliases.keys.elsewhere);
  if (elsewhere !== undefined) return instead(elsewhere);
  const key = aliasOf(name, aliases.keys.file, allowed);
  if (key === 'pool' && Array.isArray(value)) return instead(`layers: ${layersText(value)}`);
  if (key !== undefined && key === nearest(name, allowed)) return undefined;
  if (key === 'measures') return suggestMeasures(value);
  if (key === 'layers') return instead(`layers: ${layersText(value)}`);
  if (key === 'pool') return instead(keyWithValue(key, pooling(value)));
  if (key === 'expect') return instead(claimsText(isLeast(name) ? leastOf(value) : value) ?? 'expect');
  if (key === 'shift')
    return instead(keyWithValue(key, meantShift(value) ?? shiftOfSteps(value) ?? namedShift(value)));
  if (key === 'compare') return instead(keyWithValue(key, meantComparison(value)));
  if (key === 'preprocess' && !isPreset(value)) return instead(preparations([value].flat()));
  if (key === 'steps' && [value].flat().some((name) => name === 'shifts' || name === 'images'))
    return instead(keyWithValue('tables', value));
  if (key === 'image' || key === 'against') return instead(`${key}: ${imageText(value)}`);
  if (key !== undefined) return instead(keyWithValue(key, wordOf(key, saidText(value)) ?? value));
  const option = aliasOf(name, aliases.keys.file_options);
  if (option !== undefined) return instead(withNumber(option, value));
  const holdsFile =
    !name.startsWith('_') && isObject(value) && Object.keys(value).some((one) => allowed.includes(one));
  return holdsFile ? 'write what it holds at the top of the file, without indentation' : undefined;
}

/** Whether a list or an object holds whole experiments. */
function holdsExperiments(value: unknown): boolean {
  const items = isObject(value) ? Object.values(value) : Array.isArray(value) ? value : [];
  return items.some((one) => isObject(one) && Object.hasOwn(one, 'image'));
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
  const names = Object.keys(layers);
  const word = typeof value === 'string' ? aliasOf(value, aliases.layer, names) : undefined;
  const [meant] = meantLayers(isObject(value) ? pool : value, names) ?? [word];
  if (meant === undefined || depth === undefined) return meant ?? value;
  return typeof meant === 'string' ? { type: meant, depth } : { ...meant, depth };
}

/** An image as a file writes it: by its name in other words, or a picture by its file. */
function imageText(value: unknown): string {
  const text = typeof value === 'string' ? (pictureFile(value) ?? aliasOf(value, aliases.image)) : undefined;
  return text ?? written(value) ?? 'circle';
}

/** `{ en_fazla: 3 }` with the names that its options have here; any other value is none of a shift. */
function namedShift(value: unknown): unknown {
  if (!isObject(value)) return { max: 3 };
  const { type: _, ...options } = value;
  const named = Object.entries(options).map(([name, item]) => {
    const key = aliasOf(name, aliases.keys.shift) ?? name;
    const isRange = (key === 'x' || key === 'y') && typeof item === 'number';
    return [key, isRange ? [item && -item, item] : item];
  });
  return Object.fromEntries(named);
}

function isPreset(value: unknown): boolean {
  return (
    typeof value === 'string' && (Object.hasOwn(presets, value) || wordOf('preprocess', value) !== undefined)
  );
}

/** What a list of steps that prepare pictures, or move them, means. */
function preparations(steps: readonly unknown[]): string {
  const shift = shiftOfSteps(steps);
  return shift === undefined ? 'preprocess: torchvision' : `shift: ${written(shift) ?? '{ max: 3 }'}`;
}

/** The shift of the first step that moves pictures, of one or of a list; undefined where none does. */
function shiftOfSteps(steps: unknown): Record<string, unknown> | undefined {
  return [steps]
    .flat()
    .map(shiftOfTransform)
    .find((shift) => shift !== undefined);
}

/** The text of an option with the number that was given, in place of that of the example. */
function withNumber(text: string, value: unknown): string {
  const isNumber = (one: unknown) => typeof one === 'number';
  if (Array.isArray(value) && value.length === 3 && value.every(isNumber))
    return withNumber(text, value[0] === 1 || value[0] === 3 ? value.slice(1) : value.slice(0, 2));
  if (!isNumber(value) && !(Array.isArray(value) && value.length === 2 && value.every(isNumber))) return text;
  return text.replace(/(?<=times: )\d+|(?<=: )\d+(?=(?: \})+$)/, written(value)!);
}

/** Whether a key holds numbers that metrics must reach. */
function isLeast(name: string): boolean {
  return /^(thresholds?|requirements?|minimums?)$/i.test(name);
}

function leastOf(value: unknown): unknown {
  if (typeof value === 'number') return { metric: 'match_rate', min: value };
  if (!isObject(value)) return value;
  return mapValues(value, (least) => (typeof least === 'number' ? { min: least } : least));
}
