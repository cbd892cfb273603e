import type { ValueAxes } from '../model.ts';
import { axesOfAll } from '../value_axes.ts';
import type { Network } from './topology.ts';

/** Classes of layers whose outputs have the axes of their inputs, in the same order. */
const KEEPING =
  /^((Depthwise|Separable)?Conv2D(Transpose)?|(Max|Average)Pooling2D|UpSampling2D|ZeroPadding2D|Cropping2D|\w+Normalization|Normalization|Activation|\w*ReLU|ELU|Softmax|\w*Dropout(2D)?|Gaussian\w+|ActivityRegularization|Rescaling|Resizing|CenterCrop|Random\w+|Dense|Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate)$/;

/** Lengths of which no two are equal. */
const TOLD_APART = [2, 3, 5, 7];

/** The axes of the values of a network, as its layers say them. @param axes of each input, as far as they are known */
export function networkAxes(
  { calls }: Pick<Network, 'calls'>,
  axes: readonly (ValueAxes | undefined)[],
): ReadonlyMap<number, ValueAxes> {
  const known = new Map(axes.flatMap((one, i) => (one ? [[i, one] as const] : [])));
  for (const { placed, layer, inputs, output } of calls) {
    const found = inputs.map((value) => known.get(value)).filter((one) => one !== undefined);
    const [first] = found;
    if (!first) continue;
    if (KEEPING.test(placed.className))
      known.set(output, axesOfAll(found, Math.max(...found.map((one) => one.length))));
    if (placed.className === 'Permute' && first.length === TOLD_APART.length) {
      const order = layer.shape([TOLD_APART]).map((length) => TOLD_APART.indexOf(length));
      known.set(
        output,
        order.map((axis) => first[axis] ?? ''),
      );
    }
  }
  return known;
}
