import type { Argv } from 'yargs';
import {
  FILES,
  repeated,
  single,
  withChoice,
  withComputing,
  withReading,
} from '../arguments/shared_options.ts';

/** Adds what a report takes, whether it is written or served. */
export function withReportOptions(yargs: Argv): Argv {
  return withReading(
    withComputing(
      withChoice(yargs.positional('files', FILES))
        .option('against', repeated('Folder of results to compare with; repeatable, for a trend'))
        .option('strips', single('How many variants of an experiment have strips and maps, up to 1000', '6')),
    ),
  );
}
