import { backends } from '../../backend/registry.ts';
import { reporterNames } from '../../check/reporters/names.ts';
import { builtinKinds } from '../../experiment/schema/kinds.ts';
import { reservedNames } from '../../results/columns.ts';
import { describeKinds } from '../list/describe_kinds.ts';

/** What may be the value of an argument: one of some words, or a path. */
export type ArgumentValues = readonly string[] | 'a file' | 'a folder';

/**
 * The values of an argument by its name, or by command and name where it has another meaning in one of them. Of an argument
 * that is not here, such as a number, none can be guessed.
 */
const VALUES: Readonly<Record<string, ArgumentValues>> = {
  files: 'a file',
  file: 'a file',
  model: 'a file',
  dir: 'a folder',
  folders: 'a folder',
  action: ['show', 'verify', 'prune'],
  kind: describeKinds().flatMap(({ family, entries }) => [family, ...entries.flatMap(({ names }) => names)]),

  backend: ['auto', ...Object.keys(backends)],
  providers: ['cpu', 'cuda', 'tensorrt', 'dml', 'coreml', 'webgpu'],
  reporter: reporterNames,
  format: ['html', 'md'],
  trials: ['all'],
  shard: ['auto'],
  queue: ['auto'],
  columns: [...reservedNames(builtinKinds.measures)],
  x: ['depth', 'dx', 'dy', 'radius'],
  y: ['dy', ...Object.values(builtinKinds.measures).flatMap(({ columns }) => Object.keys(columns))],

  out: 'a folder',
  'plot out': 'a file',
  'report out': 'a file',
  combine: 'a file',
  latex: 'a file',
  png: 'a file',
  svg: 'a file',
  spec: 'a file',
  results: 'a folder',
  against: 'a folder',
  merge: 'a folder',
  store: 'a folder',
};

/** What may be the value of an argument of a command, as the completion offers it; undefined where nothing can be guessed. */
export function argumentValues(command: string, argument: string): ArgumentValues | undefined {
  return VALUES[`${command} ${argument}`] ?? VALUES[argument];
}
