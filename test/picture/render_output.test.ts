import { describe, expect, test } from 'vitest';
import type { Shape } from '../../src/core/tensor.ts';
import { viridis } from '../../src/picture/colour.ts';
import { colourOfPixel } from '../../src/picture/raster.ts';
import { renderOutput, usualChannel, valueRange } from '../../src/picture/render_output.ts';

const image = (shape: Shape, values: number[]) => ({ shape, data: Float32Array.from(values) });

describe('an output as a picture', () => {
  test('is dark where it is least and bright where it is most, row by row', () => {
    const one = image([2, 2, 1], [0, 1, 2, 4]);
    const drawn = renderOutput(one, undefined, valueRange([one], undefined));
    expect([drawn.width, drawn.height]).toEqual([2, 2]);
    expect([colourOfPixel(drawn, 0, 0), colourOfPixel(drawn, 1, 0), colourOfPixel(drawn, 1, 1)]).toEqual(
      [0, 0.5, 1].map(viridis),
    );
    // The ends of viridis, as matplotlib prints them.
    expect([viridis(0), viridis(1)]).toEqual([
      [0x44, 0x01, 0x54, 255],
      [0xfd, 0xe7, 0x25, 255],
    ]);
  });

  test('shares its ends with the other outputs of its step, and 0 is the darkest where nothing is below', () => {
    expect(valueRange([image([1, 2, 1], [1, 3]), image([1, 2, 1], [2, 7])], undefined)).toEqual([0, 7]);
    expect(valueRange([image([1, 2, 1], [-1, 3])], undefined)).toEqual([-1, 3]);
  });

  test('of several channels is their mean, or the one that is asked for', () => {
    const one = image([1, 2, 2], [0, 4, 2, 6]);
    expect(valueRange([one], 'mean')).toEqual([0, 4]);
    expect(valueRange([one], 1)).toEqual([0, 6]);
    expect(colourOfPixel(renderOutput(one, 'mean', [0, 4]), 0, 0)).toEqual(viridis(0.5));
    expect(colourOfPixel(renderOutput(one, 1, [0, 8]), 0, 1)).toEqual(viridis(0.75));
  });

  test('of several channels is the largest where the mean is the same in every cell, as after softmax', () => {
    // Rounded to float32, the means are not quite equal.
    const scores = image([1, 3, 4], [0.7, 0.1, 0.1, 0.1, 0.25, 0.25, 0.25, 0.25, 0.1, 0.2, 0.3, 0.4]);
    expect(usualChannel([scores])).toBe('largest');
    const range = valueRange([scores], 'largest');
    expect(range).toEqual([0, Math.fround(0.7)]);
    expect(colourOfPixel(renderOutput(scores, 'largest', range), 0, 0)).toEqual(viridis(1));
    expect(colourOfPixel(renderOutput(scores, 'largest', range), 0, 2)).toEqual(viridis(0.4 / 0.7));
    // The means of two outputs differ; or nothing does.
    expect(usualChannel([image([1, 2, 2], [0, 1, 1, 0]), image([1, 2, 2], [0, 2, 2, 0])])).toBeUndefined();
    expect(usualChannel([image([1, 2, 2], [1, 1, 1, 1])])).toBeUndefined();
    expect(usualChannel([image([1, 2, 2], [0, 0, 0, 0])])).toBeUndefined();
    // Three channels in [0, 1] have their colours.
    expect(usualChannel([image([1, 2, 3], [1, 0, 0, 0, 1, 0])])).toBeUndefined();
  });

  test('of three channels in [0, 1] has their colours, unless a channel is asked for', () => {
    const one = image([1, 2, 3], [1, 0, 0, 0, 0.5, 1]);
    expect([
      colourOfPixel(renderOutput(one, undefined, [0, 1]), 0, 0),
      colourOfPixel(renderOutput(one, undefined, [0, 1]), 0, 1),
    ]).toEqual([
      [255, 0, 0, 255],
      [0, 128, 255, 255],
    ]);
    expect(colourOfPixel(renderOutput(one, 0, [0, 1]), 0, 0)).toEqual(viridis(1));
  });

  test('without places is a row of cells, or a block of many, open where the last row is not full', () => {
    const ten = image(
      [1, 1, 10],
      Array.from({ length: 10 }, (_, i) => i),
    );
    expect(renderOutput(ten, undefined, [0, 9])).toMatchObject({ width: 10, height: 1 });
    const many = image(
      [1, 1, 20],
      Array.from({ length: 20 }, (_, i) => i),
    );
    const block = renderOutput(many, undefined, [0, 19]);
    expect(block).toMatchObject({ width: 5, height: 4 });
    const odd = renderOutput(
      image(
        [1, 1, 17],
        Array.from({ length: 17 }, () => 1),
      ),
      undefined,
      [0, 1],
    );
    expect(odd).toMatchObject({ width: 5, height: 4 });
    expect(colourOfPixel(odd, 3, 4)[3]).toBe(0);
  });
});
