import type { Shape } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';

/** Multiply-adds for one cell of a step's output: window height · width (or the whole input's) · input channels · output channels. */
export function multiplyAdds({ layer, shape }: Step, input: Shape): number {
  const [down, across] = layer!.kind.window?.(layer!.options).size ?? [input[0], input[1]];
  return down * across * input[2] * shape[2];
}
