import type { Argv } from 'yargs';
import type { ExitCode } from '../terminal/exit_code.ts';

/** A command: arguments, one library call, print. Its `run` imports what it needs, so that starting stays fast. */
export interface Command<Arguments = any> {
  /** Name and positional arguments in the form of yargs: `run [files..]`. */
  command: string;
  describe: string;
  /** Command lines, each with what it does. */
  examples: readonly (readonly [string, string])[];
  /** Declares the options. */
  options(yargs: Argv): Argv;
  run(args: Arguments): Promise<ExitCode>;
}
