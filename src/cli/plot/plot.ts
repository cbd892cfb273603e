import type { Command } from '../arguments/command.ts';
import { FILE, single, withChoice, withComputing, withReading } from '../arguments/shared_options.ts';
import type { PlotArguments } from './plot_file.ts';

export const plot: Command<PlotArguments> = {
  command: 'plot <file>',
  describe: 'Draw a measure of an experiment as one figure',
  examples: [
    ['coincide plot circle-range.yaml -o rate.svg', 'the figure that fits the file'],
    ['coincide plot circle-range.yaml -o rate.pdf --width 320 --font-size 10', 'for a column of a paper'],
    ['coincide plot circle.yaml --x dx --y dy -o map.svg', 'a map of all shifts'],
  ],
  options: (yargs) =>
    withReading(
      withComputing(
        withChoice(yargs.positional('file', FILE))
          .option('x', single('Column of the x axis; or dx, dy, radius', 'what fits the file'))
          .option('y', single('Column of the y axis', 'what the file expects'))
          .option('color', single('Column with a line for each value', 'a swept one'))
          .option('out', { ...single('File to write, .svg, .png or .pdf; - for SVG on stdout'), alias: 'o' })
          .option('width', single('Width of the whole figure in pixels, 96 to the inch'))
          .option('height', single('Its height in pixels'))
          .option('font-size', single('Size of its text in pixels', '12'))
          .option('spec', single('Save the Vega-Lite specification to this file, to restyle it')),
      ),
    ),
  run: async (args) => (await import('./plot_file.ts')).plotFile(args),
};
