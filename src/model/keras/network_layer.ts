import { evaluate, networkShapes } from './bound_network.ts';
import type { KerasLayer, Lengths } from './kind.ts';
import { refuseMasks } from './masks.ts';
import type { Network, PlacedLayer } from './topology.ts';

/**
 * A whole model as one layer, as a layer that holds another takes it. Its weights have the names of its own layers.
 *
 * @throws Error with a phrase that follows the name of the layer that holds it
 */
export function networkLayer(network: Network): KerasLayer {
  const { calls, layers, outputs } = network;
  if (network.inputs.length > 1 || outputs.length > 1)
    throw new Error(
      `holds a model of ${network.inputs.length} inputs and ${outputs.length} outputs; expected one of each`,
    );
  refuseMasks(network);
  const values = outputs.map(({ value }) => value);
  const prefixOf = ({ path }: PlacedLayer) => `${path.slice(1).join('/')}/`;
  return {
    dependsOnTraining: layers.some(({ layer }) => layer.dependsOnTraining),
    readsMask: layers.some(({ layer }) => layer.readsMask),
    weights(inputs: readonly Lengths[]) {
      const shapes = networkShapes(network, inputs);
      const all = layers.flatMap((placed) => {
        const { layer, inputs } = calls.find((call) => call.placed === placed)!;
        const own = layer.weights?.(inputs.map((value) => shapes[value]!)) ?? {};
        return Object.entries(own).map(([name, shape]) => [prefixOf(placed) + name, shape] as const);
      });
      return Object.fromEntries(all);
    },
    shape: (inputs) => networkShapes(network, inputs)[values[0]!]!,
    apply(tf, inputs, weights) {
      const own = layers.map((placed) => {
        const prefix = prefixOf(placed);
        const found = Object.entries(weights).filter(([name]) => name.startsWith(prefix));
        return [
          placed,
          Object.fromEntries(found.map(([name, one]) => [name.slice(prefix.length), one])),
        ] as const;
      });
      return evaluate(tf, calls, values, new Map(own), inputs)[0]!;
    },
  };
}
