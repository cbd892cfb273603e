import type * as tfjsLayers from '@tensorflow/tfjs-layers';
import type { Shape, TensorFlow } from '../core/tensor.ts';
import type { Layers } from './packages.ts';
import { REPLACED, type Replaced, type Substitute } from './replace.ts';

/** Of the model that is being loaded: TensorFlow.js makes layers by the name of their class alone. */
let substitutes = new Map<string, Substitute>();
let registered = false;

/** Lets the next model be loaded with some layers replaced, by their names. */
export function useSubstitutes(tf: TensorFlow, layers: Layers, replaced: readonly Replaced[]): void {
  if (!registered) tf.serialization.registerClass(replacedClass(tf, layers) as never);
  registered = true;
  substitutes = new Map(replaced.map(({ name, config, to }) => [name, to(config)]));
}

type Lengths = (number | null)[];

function replacedClass(tf: TensorFlow, { layers }: Layers) {
  const { Layer } = layers as unknown as { Layer: new (config: object) => tfjsLayers.layers.Layer };
  return class extends Layer {
    static className = REPLACED;
    private readonly substitute: Substitute;

    constructor(config: { name: string }) {
      super(config);
      this.substitute = substitutes.get(config.name)!;
    }

    override computeOutputShape(input: any): any {
      const [n, ...picture] = input as Lengths;
      // Of a length that is not known yet, only that it stays unknown.
      const shape = this.substitute.shape(picture.map((length) => length ?? UNKNOWN) as unknown as Shape);
      return [n, ...shape.map((length, axis) => (picture[axis] === null && length !== 1 ? null : length))];
    }

    override call(inputs: any): any {
      return tf.tidy(() => this.substitute.apply(tf, Array.isArray(inputs) ? inputs[0] : inputs));
    }
  };
}

/** Long enough for any window, and divided by any stride in use. */
const UNKNOWN = 5040;
