import type { Path } from '../text/source.ts';
import type { GivenMistake } from './given_mistake.ts';
import { rangeAround } from './pairs.ts';
import { instead } from './written.ts';

/** What people write where a value is to be filled in. */
export const LEFT_OPEN = /^(?:[?.…_]+|<[^<>]*>|todo|tbd|fixme|xxx+)$/i;

/** What other languages call no value. */
export const NO_VALUE = /^(?:none|nil|null|undefined|n\/?a|nan|default|auto)$/i;

/** What a part could have that has no value, or one that is to be filled in. */
export function forNoValue(path: Path): string | undefined {
  const key = path.at(-1)!;
  const item = key === 'type' ? path.at(-2) : key;
  if (path[0] === 'layers' && typeof item === 'number') return instead('max_pool');
  if (path[0] === 'expect' && typeof item === 'number') return instead('{ metric: match_rate, min: 0.9 }');
  if (key === 'type') return instead(FIRST_VALUES[path[0]!]!);
  const text = path.length === 1 ? FIRST_VALUES[key] : FIRST_OPTIONS[key];
  return text && instead(path.length === 1 ? `${key}: ${text}` : text);
}

/** A part that is missing, or has no value. */
export function forMissing({ path, mistake, parent }: GivenMistake): string | undefined {
  if (mistake.missing === 'value') return forNoValue(path);
  const [one] = Array.isArray(parent) && parent.length === 1 ? parent : [];
  if (typeof path.at(-1) === 'number' && typeof one === 'number') return instead(pairOf(one, path.at(-2)));
  const key = String(path.at(-1));
  if (key === 'path') return instead(PATHS[String((parent as { type?: unknown }).type)] ?? PATHS.model!);
  return Object.hasOwn(NEEDED, key) ? instead(`${key}: ${NEEDED[key]}`) : undefined;
}

/** The second number of a pair is missing: one of a list of shifts, a range, or one for each axis. */
function pairOf(one: number, name: Path[number] | undefined): string {
  if (typeof name === 'number') return `[${one}, 0]`;
  return name === 'y' || name === 'x' ? `${name}: ${rangeAround(one)}` : `${name}: [${one}, ${one}]`;
}

/** Options that a kind cannot do without. */
const NEEDED: Readonly<Record<string, string>> = {
  kernel: 'random, or a name such as sobel_x',
  layout: 'yolov8',
  rows: '[[0, 1], [1, 0]]',
  metric: 'match_rate',
  layers: '[max_pool]',
  times: '2',
};

/** The path that a kind needs. */
const PATHS: Readonly<Record<string, string>> = {
  model: 'path: model.onnx, the file of a model',
  file: 'path: cat.png, the file of a picture',
  folder: 'path: pictures, a folder of pictures',
  sprite: 'path: sheet.png, the file of a picture that holds the tiles',
};

/** What a part that has no value could have. */
const FIRST_VALUES: Readonly<Record<string, string>> = {
  image: 'circle',
  shift: '{ max: 3 }',
  pool: 'max_pool',
  layers: '[max_pool]',
  seed: '0, or leave it out',
  compare: 'close, or leave it out',
  trials: 'all, or leave it out',
  sweep: '{ shift.max: [1, 2, 3] }, or leave it out',
  expect: '[{ metric: match_rate, min: 0.9 }], or leave it out',
  description: 'a sentence, in quotes where it begins with #, or leave it out',
};

/** What an option that has no value could have. */
const FIRST_OPTIONS: Readonly<Record<string, string>> = {
  max: '3',
  size: '64',
  radius: '20, or leave it out',
  value: '1, or leave it out',
  filled: 'true, or leave it out',
  step: '1, or leave it out',
  fill_mode: 'constant, or leave it out',
  depth: '4, or leave it out',
  pool_size: '2, or leave it out',
  strides: '2, or leave it out',
  padding: 'same, or leave it out',
  filters: '8',
  kernel: 'random',
  metric: 'match_rate',
  min: '0.9, or leave it out',
  at: '{ depth: 1 }, or leave it out',
};
