import type { Shape } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';

/** Multiply-adds for one cell of a step's output: the input cells that it sums · input channels · output channels. */
export function multiplyAdds({ layer, shape }: Step, input: Shape): number {
  const { kind, options } = layer!;
  const [height, width] = kind.window?.(options).size ?? [input[0], input[1]];
  return (kind.loops?.summedCells?.(options) ?? height * width) * input[2] * shape[2];
}
