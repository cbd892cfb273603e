import * as v from 'valibot';
import { byName } from '../core/by_name.ts';
import { FileProblem, type Files } from '../core/files.ts';
import { choice, described, expects, number, options, path } from '../core/options.ts';
import { perChannel } from '../core/per_channel.ts';
import type { Constants } from '../model/constants.ts';
import type { LoadedModel } from '../model/loaded.ts';
import type { ModelToOpen } from '../model/model_to_open.ts';
import { defineLayer } from './define.ts';
import type { LayerKind } from './kind.ts';
import { replacement, substituteFor } from './stack/replacement.ts';

const NAMES = expects('a name, or a list of names');
const outputName = v.pipe(v.string(NAMES), v.nonEmpty(NAMES));

const outputNames = v.pipe(
  v.array(outputName),
  v.minLength(1, NAMES),
  v.check((all) => new Set(all).size === all.length, expects('names that differ')),
);

/** A number to divide by. */
const above0 = () =>
  v.pipe(
    number(),
    v.gtValue(0, expects('a number above 0')),
    v.check(
      (given) => given <= 0 || given >= 2 ** -126,
      expects('a number of at least 1.2e-38, as smaller ones are 0 to native TensorFlow'),
    ),
  );

const layoutName = choice(['NHWC', 'NCHW', 'tokens']);
const LAYOUTS = expects('NHWC, NCHW or tokens, a list of them, or an object by name');
const layouts = v.union([layoutName, v.array(layoutName), byName(v.record(v.string(), layoutName))], LAYOUTS);

const constant = v.union(
  [number(), v.array(v.lazy((): v.GenericSchema => constant))],
  expects('a number, or lists of numbers'),
) as v.GenericSchema;

/** Typed by hand, since a list may hold lists. */
const constants = byName(
  v.record(v.string(), constant, expects('an object of constants by name')),
) as unknown as v.GenericSchema<Constants>;

const STRIDES = expects('a number above 0, or two as [y, x]');
const stride = v.pipe(v.number(STRIDES), v.finite(STRIDES), v.gtValue(0, STRIDES));
const strides = v.pipe(
  v.union([stride, v.strictTuple([stride, stride])], STRIDES),
  v.transform((given): [number, number] => (typeof given === 'number' ? [given, given] : given)),
);

const feed = options({
  scale: described('Every value times this.', v.optional(number(), 1)),
  mean: described('Then less this: a number, or one per channel.', v.optional(perChannel(number()), 0)),
  std: described(
    'Then divided by this, above 0: a number, or one per channel.',
    v.optional(perChannel(above0()), 1),
  ),
  layout: described(
    'The order of axes of its input and outputs. Default: NHWC for TensorFlow.js, NCHW for ONNX.',
    v.optional(choice(['NHWC', 'NCHW'])),
  ),
});

/**
 * A trained model: a Layers or a Graph model of TensorFlow.js, or an ONNX file. [n, h, w, c] → [n, h', w', c'] for each
 * output; an output [n, c] becomes [n, 1, 1, c].
 *
 * Its files are read and checked with the experiment's, and the data package lists them. The shapes of its outputs
 * follow from its file; a Graph model and an ONNX file are run for pictures of noise, alone and in a batch.
 *
 * @param pools the layers that can replace layers of a Keras model
 */
export const modelOver = (pools: Record<string, LayerKind>) =>
  defineLayer({
    title: 'A trained model: TensorFlow.js (Layers or Graph) or ONNX.',
    options: options({
      path: described(
        'Its file: the model.json of a TensorFlow.js model, with its weights beside it, or an ONNX file.',
        path(),
      ),
      output: described(
        "Its outputs to measure, each a step, in this order: names of layers in a Layers model, of nodes in a Graph model, of outputs or values in ONNX. Default: the model's own outputs.",
        v.optional(v.union([outputName, outputNames], NAMES)),
      ),
      input: described(
        'How pictures are scaled first, (x · scale - mean) / std, and the order of axes: { scale: 1, mean: 0, std: 1, layout }. mean and std may be a list of one number per channel; layout is NHWC or NCHW, by default NHWC for TensorFlow.js and NCHW for ONNX.',
        v.optional(feed, {}),
      ),
      inputs: described(
        'Values for further inputs, by name: { NAME: value }. A number fills the input; lists give it a shape.',
        v.optional(constants),
      ),
      layout: described(
        'The order of axes of the outputs, NHWC or NCHW, or tokens: an output [n, N, channels] as a grid of N places, without the first (the class token) where there is one more. One for all, a list in the order of `output`, or an object by name. Default: what the graph of the model says, or else that of the input, unless only the other one has the proportions of the pictures.',
        v.optional(layouts),
      ),
      stride: described(
        'Pixels from one cell of an output to the next: n, or [y, x]; below 1 for outputs with more cells than pixels. Default: what their sizes say.',
        v.optional(strides),
      ),
      replace: described(
        'Layers of a Layers model, by name or class (max_pooling2d), each with the layer that replaces it. Strides are those of the replaced layer, unless they are written.',
        v.optional(
          byName(v.record(v.string(), replacement(pools), expects('an object of layers and replacements'))),
          {},
        ),
      ),
    }),
    pools: false,
    tolerance: 1e-4,
    standardizes: ({ input: { mean, std } }) =>
      [mean].flat().some(Boolean) || [std].flat().some((n) => n !== 1),
    async load({ path, output, input, inputs, layout, replace }, files, shape): Promise<LoadedModel> {
      const { loadModel } = await import('../model/loaded.ts');
      const content = await readModel(path, files);
      const outputs = output === undefined ? [] : [output].flat();
      const replacements = Object.entries(replace).map(([from, to]) => ({
        from,
        to: (config: Record<string, unknown>) => substituteFor(pools, to, config),
      }));
      const beside = path.slice(0, path.lastIndexOf('/') + 1);
      const read = (file: string) => files.read(beside + file);
      const { runtime: settings } = files;
      const open = files.open && ((file: string) => files.open!(beside + file));
      const given = {
        path,
        ...content,
        read,
        open,
        outputs,
        constants: inputs ?? {},
        replacements,
        settings,
      };
      return loadModel(given, shape, input, layout);
    },
    shape: (_, { stride }, { outputs: [one] }: LoadedModel) => ({
      shape: one!.shape,
      strides: stride ?? one!.stride,
      ...(one!.classNumbers && { classNumbers: true }),
    }),
    outputs: ({ output, stride }, { outputs }: LoadedModel) =>
      output === undefined && outputs.length === 1
        ? undefined
        : outputs.map((one) => ({ ...one, stride: stride ?? one.stride })),
    allOutputs: (_, { outputs }: LoadedModel) => outputs,
    hold: (loaded: LoadedModel, stacks) => loaded.hold(stacks),
    runtime: ({ runtime, alone }: LoadedModel, backend) => {
      const name = runtime ?? backend;
      return name !== undefined && alone ? `${name}, one picture at a time` : name;
    },
    prepare: (_, { loaded }) => loaded,
    apply() {
      throw new TypeError('A model is computed by `compute`.');
    },
    compute: (batch, shape, prepared, backend, yieldNow) =>
      (prepared as LoadedModel).compute(batch, shape, backend, yieldNow),
  });

/** Reads the model's file. If it is missing, the error names a README in its folder, which may say how to get it. */
async function readModel(path: string, files: Files): Promise<Pick<ModelToOpen, 'bytes' | 'place'>> {
  const { modelBytes } = await import('../model/open.ts');
  try {
    return files.open ? await modelBytes(await files.open(path), path) : { bytes: await files.read(path) };
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const folder = path.slice(0, path.lastIndexOf('/'));
    const beside = await files.list(folder || '.').catch(() => [] as string[]);
    const readme = beside.find((file) => /^readme(\.\w+)?$/i.test(file.slice(file.lastIndexOf('/') + 1)));
    if (readme === undefined) throw error;
    const mistake = { ...error.mistake, meant: undefined, remedy: `${readme} says how to get it` };
    throw new FileProblem(path, mistake, { cause: error });
  }
}
