import { shown } from '../../../core/error.ts';
import { phraseOfError } from '../../reason.ts';
import { calledLayer } from '../called_layer.ts';
import type { Config, KerasClass, KerasLayer } from '../kind.ts';
import { isInput } from '../operands.ts';
import { tensorFlowFunctions } from '../tensorflow_functions.ts';
import { GetItem } from './operations.ts';

/** A function of TensorFlow, as a layer of Keras 2. Its options are those of its call. */
export const TFOpLambda: KerasClass = (config, layerOf) => {
  const { function: name } = config;
  // Those of TensorFlow 1 have further options, which Keras does not write.
  const now = String(name).replace(/^compat\.v1\./, '');
  const found = Object.hasOwn(tensorFlowFunctions, now) ? tensorFlowFunctions[now] : undefined;
  if (!found) throw new Error(`calls the function tf.${name}, which is not supported`);
  const { operands = {}, options = (given: Config) => given } = found;
  return withPhrase(`the function tf.${name}, which`, (given) => {
    const named: Config = {};
    const others: Config = {};
    for (const [key, value] of Object.entries(given)) {
      if (value === null || value === undefined || key === 'name') continue;
      const isOperand =
        isInput(value) ||
        Object.hasOwn(operands, key) ||
        /^argument \d+$|^indices$|^constant_values$/.test(key);
      if (isOperand) named[operands[key] ?? key] = value;
      else others[key] = value;
    }
    const made = found.same(options(others), layerOf);
    return made.called ? made.called(named) : requireNoOperands(made, named);
  });
};

/** `x[:, 1:]` of Keras 2. */
export const SlicingOpLambda: KerasClass = (_, layerOf) => {
  const { called } = GetItem({}, layerOf);
  return withPhrase('', ({ slice_spec }) => {
    return called!({ slice_spec: [slice_spec].flat().map(sliceAsInKeras3) });
  });
};

function sliceAsInKeras3(part: unknown): unknown {
  const given = (part ?? {}) as { start?: unknown; stop?: unknown; step?: unknown; class_name?: unknown };
  if (given.class_name !== undefined || !Object.hasOwn(given, 'start')) return part;
  return { class_name: '__slice__', config: { start: given.start, stop: given.stop, step: given.step } };
}

/** Inputs of a function of one value, or of a list, may have a name, which changes nothing. */
function requireNoOperands(layer: KerasLayer, named: Config): KerasLayer {
  for (const [key, value] of Object.entries(named))
    if (!isInput(value)) throw new Error(`has the argument ${key}: ${shown(value)}, which is not supported`);
  return layer;
}

/** A layer that a call makes whole. @param phrase what follows "calls the layer with" and precedes what is wrong */
function withPhrase(phrase: string, called: (options: Config) => KerasLayer): KerasLayer {
  return calledLayer('is not called', (options) => {
    try {
      return called(options);
    } catch (cause) {
      throw new Error(`${phrase} ${phraseOfError(cause)}`.trim(), { cause });
    }
  });
}
