import type { Argv } from 'yargs';

/** 0 held · 1 not met · 2 wrong input · 3 the run failed · 4 reading or writing failed · 130, 143 interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130 | 143;

/**
 * A command: arguments, one library call, print. What it needs beyond its arguments it imports when it runs, so
 * that no command pays for another.
 */
export interface Command<Arguments = any> {
  /** As yargs takes it: `run [files..]`. */
  command: string;
  describe: string;
  examples: readonly (readonly [string, string])[];
  options(yargs: Argv): Argv;
  run(args: Arguments): Promise<ExitCode>;
}
