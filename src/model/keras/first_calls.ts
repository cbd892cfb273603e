import { isModelClass, type JsonLayer, type Reference } from './written_layers.ts';

/** The number of a layer's first call, where other calls refer to it, and where the ends of the model do. */
export interface FirstCall {
  byCalls: number;
  byEnds: number;
}

/**
 * The numbers of each layer's first call. Keras counts a model's own construction as call 0, so that the first call
 * within another model is 1; every call is used, so the largest number that is referred to is the last one. Keras 3 counts
 * so at the ends only, and where it began did so everywhere.
 */
export function firstCalls(layers: readonly JsonLayer[], ends: readonly Reference[]): Map<string, FirstCall> {
  const inner = layers.flatMap(({ nodes }) => nodes.flatMap(({ inputs }) => inputs));
  const numbersIn = (references: readonly Reference[]) => {
    const found = new Map<string, Set<number>>();
    for (const [name, node] of references) found.set(name, (found.get(name) ?? new Set()).add(node));
    return (name: string) => [...(found.get(name) ?? [])];
  };
  const [byCalls, byEnds] = [numbersIn(inner), numbersIn(ends)];
  return new Map(
    layers.map((layer) => [layer.name, firstCallOf(layer, byCalls(layer.name), byEnds(layer.name))]),
  );
}

function firstCallOf(layer: JsonLayer, byCalls: readonly number[], byEnds: readonly number[]): FirstCall {
  const { className, name, nodes } = layer;
  const largest = Math.max(0, ...byCalls, ...byEnds);
  const alike = Math.max(0, largest - Math.max(0, nodes.length - 1));
  const counted =
    isModelClass(className) && className !== 'Sequential' && nodes.some(({ inArguments }) => inArguments);
  if (!counted) return { byCalls: alike, byEnds: alike };
  const end = byEnds.includes(0) ? 0 : 1;
  const usesAll = (first: number) => {
    const used = new Set([
      ...byCalls.map((number) => number - first),
      ...byEnds.map((number) => number - end),
    ]);
    const itself = nodes.some(({ inputs }, call) =>
      inputs.some(([other, number]) => other === name && number - first === call),
    );
    return (
      !itself && used.size === nodes.length && [...used].every((call) => call >= 0 && call < nodes.length)
    );
  };
  return { byCalls: [0, 1].find(usesAll) ?? alike, byEnds: end };
}
