import type { Tensor } from '../../core/tensor.ts';
import type { Config, KerasLayer, RecurrentCell } from './kind.ts';

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
  const { weights, called, part, cell } = layer;
  const unprefixed = (all: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, tensor]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
      ),
    );
  return {
    ...layer,
    ...(weights && {
      weights: (inputs) =>
        Object.fromEntries(Object.entries(weights(inputs)).map(([name, shape]) => [prefix + name, shape])),
    }),
    ...(called && { called: (options) => prefixedWeights(prefix, called(options)) }),
    ...(part && { part: (index) => prefixedWeights(prefix, part(index)) }),
    ...(cell && {
      cell: { ...cell, step: (tf, x, states, all) => cell.step(tf, x, states, unprefixed(all)) },
    }),
    apply: (tf, inputs, all) => layer.apply(tf, inputs, unprefixed(all)),
  };
}

/** @throws Error with a phrase that follows the name of the layer that holds it */
export function requireOneOutput(layer: KerasLayer): KerasLayer {
  if (layer.part) throw new Error('holds a layer of several outputs, which is not supported');
  return layer;
}

/** A layer that is a cell. @throws Error with a phrase that follows the name of the layer that holds it */
export function requireCell(layer: KerasLayer): KerasLayer & { cell: RecurrentCell } {
  if (layer.cell) return { ...layer, cell: layer.cell };
  throw new Error('holds a layer that is no cell of a recurrent layer');
}
