import { grouped } from '../core/error.ts';
import type { WeightSpec } from './model_json.ts';
import type { Layers } from './packages.ts';

type AddWeight = (name: string, shape: number[], ...rest: unknown[]) => unknown;

/**
 * While a Keras model is loaded, no layer may have a weight larger than the largest of its file: it would be made, as
 * large as the layer's configuration says, before it is compared with the file.
 *
 * @returns what lifts the limit
 */
export function limitWeights({ layers }: Layers, specs: readonly WeightSpec[]): () => void {
  const most = specs.map(({ shape }) => product(shape)).reduce((a, b) => Math.max(a, b), 0);
  const { prototype } = (layers as unknown as { Layer: { prototype: { addWeight: AddWeight } } }).Layer;
  const { addWeight } = prototype;
  prototype.addWeight = function (this: unknown, name, shape, ...rest) {
    if (product(shape) > most) {
      const wanted = `${grouped(product(shape))} values for its ${name}`;
      throw new Error(`a layer wants ${wanted}, and the largest weight has ${grouped(most)}`);
    }
    return addWeight.call(this, name, shape, ...rest);
  };
  return () => {
    prototype.addWeight = addWeight;
  };
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, length) => all * length, 1);
}
