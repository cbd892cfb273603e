import { quoted, UserError } from '../../core/error.ts';
import { formatMistake } from '../../core/mistake.ts';
import type { Pair } from '../../core/tensor.ts';
import type { Command } from '../arguments/command.ts';
import { flag, single } from '../arguments/shared_options.ts';
import { print } from '../terminal/terminal.ts';

interface InspectArguments {
  model: string;
  json?: boolean;
  grep?: string;
  size?: string;
}

export const inspect: Command<InspectArguments> = {
  command: 'inspect <model>',
  describe: 'Say what is in a model, and print a file to begin with',
  examples: [
    ['coincide inspect model.onnx', 'its inputs, outputs, values, and an experiment'],
    ['coincide inspect model.json --grep pool', 'only values whose name or operator has "pool"'],
    ['coincide inspect model.onnx --size 48,320', 'for pictures of 48×320'],
  ],
  options: (yargs) =>
    yargs
      .positional('model', { describe: 'A model.json or an ONNX file', type: 'string', demandOption: true })
      .option('json', flag('As one JSON document'))
      .option('grep', single('Only values whose name or operator contains this, capitals aside'))
      .option('size', single('Height and width of the pictures, for a model that takes any: 48,320')),
  async run({ model, json = false, grep = '', size }) {
    const { basename, dirname } = await import('node:path');
    const { FileProblem } = await import('../../core/files.ts');
    const { filesBelow } = await import('../../experiment/disk/disk.ts');
    const { inspectModel } = await import('../../model/inspect.ts');
    const { argumentBytes } = await import('../../model/open.ts');
    const { showInspection } = await import('./show_inspection.ts');
    const files = filesBelow(dirname(model), { outsideRemedy: 'move it into the folder of the model' });
    const path = basename(model);
    try {
      const content = await argumentBytes(await files.open(path), path);
      const { read, open } = files;
      const settings = { sparing: true };
      const given = { path, ...content, read, open, outputs: [], constants: {}, replacements: [], settings };
      const found = await inspectModel(given, size === undefined ? undefined : sizeOf(size));
      const wanted = grep.toLowerCase();
      const values = found.values.filter(({ name, operator }) =>
        `${name} ${operator}`.toLowerCase().includes(wanted),
      );
      const inspection = { ...found, values };
      print(
        json
          ? JSON.stringify({ version: 1, ...inspection }, null, 2)
          : showInspection(inspection, model, grep),
      );
      return 0;
    } catch (error) {
      if (error instanceof FileProblem) throw new UserError(`${error.message}.`);
      throw error;
    }
  },
};

/** @example sizeOf('48,320') // [48, 320]; sizeOf('64') // [64, 64] */
function sizeOf(text: string): Pair {
  const found = /^(\d{1,5})(?:[,x×](\d{1,5}))?$/.exec(text.trim());
  const [height, width] = found ? [Number(found[1]), Number(found[2] ?? found[1])] : [0, 0];
  if (height > 0 && width > 0) return [height, width];
  throw new UserError(
    formatMistake({ place: '--size', expected: 'height and width, as in 48,320', value: quoted(text) }),
  );
}
