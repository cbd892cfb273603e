import type * as tfjsLayers from '@tensorflow/tfjs-layers';
import { quoted } from '../core/error.ts';
import type { TensorFlow } from '../core/tensor.ts';
import { modelMistake, unknownInModel } from './mistake.ts';
import type { Model } from './model.ts';
import type { ModelJson, WeightSpec } from './model_json.ts';
import { type Layers, layersPackage } from './packages.ts';
import { reasonOf } from './reason.ts';
import { type Replacement, replaceLayers } from './replace.ts';
import { useSubstitutes } from './substitute.ts';
import { limitWeights } from './weight_limit.ts';

/**
 * Makes a model of a Keras model for TensorFlow.js (`layers-model`).
 *
 * @param outputs names of layers; none: the model's own outputs
 * @throws UserError (run)
 */
export async function layersModel(
  tf: TensorFlow,
  path: string,
  { topology, rest }: ModelJson,
  { specs, bytes }: { specs: WeightSpec[]; bytes: Uint8Array },
  outputs: readonly string[],
  replacements: readonly Replacement[],
): Promise<Model> {
  const layers = await layersPackage();
  const { topology: modelTopology, replaced } = replaceLayers(topology, replacements, path);
  useSubstitutes(tf, layers, replaced);
  const whole = await load(layers, path, specs, {
    modelTopology,
    format: 'layers-model',
    weightSpecs: specs,
    weightData: bytes.slice().buffer,
    ...(rest.userDefinedMetadata ? { userDefinedMetadata: rest.userDefinedMetadata } : {}),
  });
  try {
    return modelOf(layers, whole, path, outputs);
  } catch (error) {
    whole.dispose();
    throw error;
  }
}

function modelOf(
  layers: Layers,
  whole: tfjsLayers.LayersModel,
  path: string,
  outputs: readonly string[],
): Model {
  const [input, ...others] = whole.inputs;
  if (!input || others.length > 0) {
    throw modelMistake(path, `takes ${whole.inputs.length} inputs; expected one`);
  }
  const { shape } = input;
  if (shape.length !== 4) {
    throw modelMistake(
      path,
      `takes inputs of ${shape.length} axes; expected pictures, [n, height, width, channels]`,
    );
  }
  const named = outputs.length > 0 ? outputs.map((name) => outputOf(whole, name, path)) : whole.outputs;
  const model = layers.model({ inputs: whole.inputs, outputs: named });
  // What every layer is left with: of nothing at all some would make something.
  const inner = whole.layers.flatMap(({ inboundNodes }) =>
    inboundNodes.flatMap(({ outputTensors }) => outputTensors),
  );
  const all = [...new Set([...inner, ...named])];
  const every = layers.model({ inputs: whole.inputs, outputs: all });
  return {
    path,
    layout: 'NHWC',
    input: { dtype: input.dtype === 'int32' ? 'int32' : 'float32', shape },
    outputs: outputs.length === 0 ? model.outputNames : outputs,
    shapes(given) {
      const picture = given.slice(1).join('×');
      const shapes = attempt(path, `be applied to pictures of ${picture}`, () =>
        every.computeOutputShape([...given]),
      );
      const lengths = listOf(shapes as number[] | number[][]);
      const empty = lengths.findIndex((some) => some.some((length) => !(length >= 1)));
      if (empty >= 0)
        throw modelMistake(path, `has nothing left at ${every.outputNames[empty]} of pictures of ${picture}`);
      return named.map((output) => lengths[all.indexOf(output)]!);
    },
    async run(tf, x) {
      const given = attempt(path, 'be run', () => tf.tidy(() => model.predictOnBatch(x)));
      return Array.isArray(given) ? given : [given];
    },
    // Another model that is made of the same layers has the same weights.
    dispose: () => void whole.dispose(),
  };
}

function listOf(shapes: number[] | number[][]): number[][] {
  return (Array.isArray(shapes[0]) ? shapes : [shapes]) as number[][];
}

function attempt<T>(path: string, what: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw modelMistake(path, `cannot ${what}: ${reasonOf(cause)}`, cause);
  }
}

async function load(
  layers: Layers,
  path: string,
  specs: readonly WeightSpec[],
  artifacts: { modelTopology: Record<string, unknown> } & Record<string, unknown>,
): Promise<tfjsLayers.LayersModel> {
  const lift = limitWeights(layers, specs);
  try {
    return await layers.loadLayersModel({ load: async () => artifacts as never });
  } catch (cause) {
    const unknown = /^Unknown \w+: ([\w>]+)/.exec(cause instanceof Error ? cause.message : '');
    if (unknown) {
      throw modelMistake(
        path,
        `has a layer of the class ${quoted(unknown[1]!)}, which TensorFlow.js does not know`,
        cause,
      );
    }
    const keras = String(artifacts.modelTopology.keras_version ?? '');
    const remedy = keras.startsWith('3')
      ? '; Keras 3 wrote it, which TensorFlow.js 4 cannot read: save it with tf-keras'
      : '';
    throw modelMistake(path, `cannot be loaded: ${reasonOf(cause)}${remedy}`, cause);
  } finally {
    lift();
  }
}

function outputOf(model: tfjsLayers.LayersModel, name: string, path: string): tfjsLayers.SymbolicTensor {
  const names = model.layers.map((layer) => layer.name);
  if (!names.includes(name)) throw unknownInModel(path, 'layer', name, names);
  const { output } = attempt(path, `give the output of ${quoted(name)}`, () => model.getLayer(name));
  if (Array.isArray(output))
    throw modelMistake(path, `has a layer ${quoted(name)} of ${output.length} outputs; expected one`);
  return output;
}
