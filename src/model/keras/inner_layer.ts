import type { Tensor } from '../../core/tensor.ts';
import type { Config, KerasLayer } from './kind.ts';

/**
 * The layer that another one holds. Its weights begin with its name.
 *
 * @param written as in the configuration of the layer that holds it
 * @param prefix of its name; Keras does not always write it. Default: ''
 */
export function innerLayer(
  written: unknown,
  layerOf: (inner: unknown) => KerasLayer,
  prefix = '',
): KerasLayer {
  const name = String((written as { config?: Config } | null)?.config?.name ?? '');
  return prefixedWeights(`${name.startsWith(prefix) ? '' : prefix}${name}/`, layerOf(written));
}

function prefixedWeights(prefix: string, layer: KerasLayer): KerasLayer {
  const { weights, called } = layer;
  const unprefixed = (all: Readonly<Record<string, Tensor>>) =>
    Object.entries(all).flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    );
  return {
    ...layer,
    ...(weights && {
      weights: (inputs) =>
        Object.fromEntries(Object.entries(weights(inputs)).map(([name, shape]) => [prefix + name, shape])),
    }),
    ...(called && { called: (options) => prefixedWeights(prefix, called(options)) }),
    apply: (tf, inputs, all) => layer.apply(tf, inputs, Object.fromEntries(unprefixed(all))),
  };
}
