import type { ModelInput } from '../model.ts';
import type { Config } from './kind.ts';
import {
  classNameOf,
  configOf,
  isModelClass,
  layersOf,
  MAX_MODEL_DEPTH,
  references,
} from './written_layers.ts';

/**
 * The inputs of a network, as its first layers declare them.
 *
 * @param depth how many models hold it. Default: 0
 * @throws Error with a phrase that follows the model's name
 */
export function declaredInputs(model: Record<string, unknown>, depth = 0): ModelInput[] {
  const config = configOf(model);
  const layers = layersOf(config);
  const functional = classNameOf(model) !== 'Sequential';
  const firsts = functional
    ? references(config.input_layers).map(([name]) => layers.find((layer) => layer.name === name))
    : [layers[0]];
  const [first] = firsts;
  if (first && isModelClass(first.className) && depth < MAX_MODEL_DEPTH)
    return declaredInputs({ class_name: first.className, config: first.config }, depth + 1);
  const built = config.build_input_shape ?? (model.build_config as Config | undefined)?.input_shape;
  return firsts.map((layer) => {
    if (!layer) throw new Error('refers to an input that it does not have');
    const { dtype, batch_input_shape, batch_shape } = layer.config;
    const shape = batch_input_shape ?? batch_shape ?? built;
    const sound =
      Array.isArray(shape) && shape.every((n) => n === null || (Number.isSafeInteger(n) && n >= 1));
    if (!sound) throw new Error('does not say which inputs it takes');
    const type = typeof dtype === 'string' ? dtype : 'float32';
    return { name: layer.name, type, shape: shape as (number | null)[] };
  });
}

/** The inputs of a model that another layer holds, which gives it what it gets itself. */
export function innerInputs(config: Config): ModelInput[] {
  const count = config.input_layers === undefined ? 1 : references(config.input_layers).length;
  return Array.from({ length: count }, (_, i) => ({ name: `input ${i + 1}`, type: 'float32', shape: [] }));
}
