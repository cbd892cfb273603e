import { quoted, UserError } from '../../core/error.ts';
import type { RuntimeSettings } from '../../core/files.ts';
import type { ReadOptions } from '../../experiment/disk/files.ts';
import { STDIN, type StandardInput } from '../../experiment/disk/standard_input.ts';
import { limits } from '../../experiment/schema/limits.ts';
import { type OverrideArguments, overridesOf } from './overrides.ts';
import { wholeNumber } from './whole_number.ts';

/** The arguments that say how experiment files are read. */
export interface ReadingArguments extends OverrideArguments {
  'allow-outside'?: boolean | undefined;
  threads?: string | undefined;
  providers?: string | undefined;
  name?: string | undefined;
  variant?: string[] | undefined;
  picture?: string[] | undefined;
}

/** How experiment files are read, as plain data that can be sent to another thread. */
export interface Reading extends ReadingArguments {
  stdin?: StandardInput | undefined;
  /** The text of the experiment file, where it does not come from the disk. */
  text?: string | undefined;
  /** Whether models are only tried, in little memory. */
  sparing?: boolean | undefined;
}

/** Adds what standard input holds, if `-` is among the paths. @throws UserError */
export async function readingOf(paths: readonly string[], args: ReadingArguments): Promise<Reading> {
  const { set, seed, trials, 'allow-outside': outside, threads, providers, name } = args;
  const { variant, picture } = args;
  const reading = { set, seed, trials, 'allow-outside': outside, threads, providers, name, variant, picture };
  if (paths.includes(STDIN))
    return { ...reading, stdin: { bytes: await readStandardInput(), name: name ?? 'stdin' } };
  if (name !== undefined)
    throw new UserError(`--name ${name}: it names what comes by standard input; give - as the file.`);
  return reading;
}

/** Whether the arguments change the experiment, so that its results are not those of the committed file. */
export function changesExperiment({ set, seed, trials, variant, picture }: ReadingArguments): boolean {
  return [set, seed, trials, variant, picture].some((given) => given !== undefined);
}

/** @throws UserError where an argument is wrong */
export function readOptions(reading: Reading): ReadOptions {
  return {
    overrides: overridesOf(reading),
    outside: reading['allow-outside'],
    runtime: { ...runtimeOf(reading), sparing: reading.sparing },
    stdin: reading.stdin,
    text: reading.text,
  };
}

/** @throws UserError where an argument is wrong */
function runtimeOf({ threads, providers }: ReadingArguments): RuntimeSettings {
  const names = providers?.split(',').map((name) => name.trim());
  if (names?.some((name) => name === ''))
    throw new UserError(`--providers: expected names with commas between them, not ${quoted(providers!)}.`);
  return { threads: wholeNumber('--threads', threads, MOST_RUNTIME_THREADS), providers: names };
}

const MOST_RUNTIME_THREADS = 1024;

/** All of standard input, or one byte more than a file may have. */
async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limits.fileBytes) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}
