import type { Command } from '../arguments/command.ts';
import {
  BACKEND,
  FILE,
  flag,
  QUIET,
  repeated,
  single,
  withChoice,
  withReading,
} from '../arguments/shared_options.ts';
import type { ShowArguments } from './show_file.ts';

export const show: Command<ShowArguments> = {
  command: 'show <file>',
  describe: 'Show the image and its output at each step, unshifted and shifted',
  examples: [
    ['coincide show experiments/circle.yaml', 'a film strip'],
    ['coincide show circle.yaml --shift -2,1 --depth 4', 'one shift, one depth'],
    ['coincide show circle.yaml --map --png map.png', 'which shifts give the same output'],
  ],
  options: (yargs) =>
    withReading(
      withChoice(yargs.positional('file', FILE))
        .option('shift', repeated('DY,DX: rows down, columns right; repeatable'))
        .option('depth', repeated('Only this depth; repeatable'))
        .option('channel', single('A channel, from 0 on, instead of the mean or the largest'))
        .option('map', flag('Which shifts give the same output; of a set, for how many pictures'))
        .option('png', single('Write the picture to this .png file; - for stdout'))
        .option('svg', single('Write the picture to this .svg file; - for stdout'))
        .option('backend', BACKEND)
        .option('quiet', QUIET),
    ),
  run: async (args) => (await import('./show_file.ts')).showFile(args),
};
