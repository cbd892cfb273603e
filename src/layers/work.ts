import { isInner, type Step } from './stack.ts';

/**
 * Multiply-adds of the heavy layers of a stack over so many images, at most: each output value of a convolution
 * takes its window times the input's channels; of a layer without a window, the whole input. Of several outputs of a
 * layer the last counts.
 */
export function heavyWork(steps: readonly Step[], images: number): number {
  let work = 0;
  for (const step of steps) {
    const { layer, index, shape, part } = step;
    if (!layer?.kind.heavy || isInner(step)) continue;
    const input = steps[index - 1 - (part?.index ?? 0)]!.shape;
    const window = layer.kind.window?.(layer.options).size ?? [input[0], input[1]];
    work += product(shape) * window[0] * window[1] * input[2];
  }
  return work * images;
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}
