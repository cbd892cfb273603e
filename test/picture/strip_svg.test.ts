import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelLegend, type FilmStrip } from '../../src/picture/film_strip.ts';
import { mapSvg } from '../../src/picture/map_svg.ts';
import { parseSvg } from '../../src/picture/parse_svg.ts';
import { stepSubheading, stripSvg } from '../../src/picture/strip_svg.ts';
import { isMeasured, textWidth } from '../../src/picture/text_width.ts';

/** A strip with these layers, two rows, and one drawn shift. */
function stripOf(title: string, layers: readonly string[]): FilmStrip {
  const image = { shape: [4, 4, 3] as const, data: new Float32Array(48) };
  return {
    title,
    shifts: [
      [0, 0],
      [1, -1],
    ],
    steps: layers.map((layer, step) => ({
      step,
      layer,
      depth: step,
      shiftClasses: { dy: [0, 1], dx: [0, -1], classOf: [0, 1] },
      outputs: [image, image],
      classes: [0, 0],
      channel: 'mean',
      range: [-1234.5, 0.12345],
    })),
  };
}

const name = fc.oneof(
  fc.constantFrom(
    'max_pool',
    'adaptive_polyphase',
    '/features/features.12/conv/Relu_output_0',
    'küçük havuz',
  ),
  fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.replaceAll(/\s+/g, ' ').trim() || 'x'),
);

test('no text of a strip lies on another or leaves the figure, in any font', () => {
  fc.assert(
    fc.property(name, fc.array(name, { minLength: 1, maxLength: 9 }), (title, layers) => {
      const strip = stripOf(title, layers);
      for (const svg of [stripSvg(strip), mapSvg(strip)]) expectApart(svg);
    }),
    { numRuns: 60 },
  );
});

test('a heading says what is shown of several channels, and a legend what that means', () => {
  const strip = stripOf('a', ['mean', 'largest', 'one', 'cell', 'grey', 'colours']);
  const [mean, largest, one, cell, grey, colours] = strip.steps;
  largest!.channel = 'largest';
  one!.channel = 2;
  cell!.outputs = [{ shape: [1, 1, 10], data: new Float32Array(10) }];
  grey!.outputs = [{ shape: [4, 4, 1], data: new Float32Array(16) }];
  colours!.channel = undefined;
  expect([mean, largest, one, cell, grey, colours].map((step) => stepSubheading(step!))).toEqual([
    '4×4×3, mean, −1235 to 0.1235',
    '4×4×3, largest, −1235 to 0.1235',
    '4×4×3, channel 2, −1235 to 0.1235',
    '1×1×10, all channels, −1235 to 0.1235',
    '4×4, −1235 to 0.1235',
    '4×4×3',
  ]);
  expect(channelLegend(strip)).toEqual([
    'mean: a cell is the mean of its channels',
    'largest: a cell is the largest of its channels, whose mean is the same in every cell',
    'all channels: a square is a channel, from the left, row by row',
  ]);
  expect(channelLegend({ ...strip, steps: [grey!, colours!] })).toEqual([]);
});

function expectApart(svg: string): void {
  const root = parseSvg(svg);
  const boxes = root.children.flatMap((node) => {
    if (typeof node === 'string' || node.name !== 'text') return [];
    const { x, y, 'font-size': size, 'font-weight': weight, textLength } = node.attributes;
    const text = node.children.join('');
    const width = textWidth(text, Number(size), weight === '600');
    // This is what holds in any font.
    if (isMeasured(text) && text.length > 1) expect(Number(textLength)).toBeCloseTo(width, 0);
    return [
      {
        text,
        left: Number(x),
        right: Number(x) + width,
        top: Number(y) - Number(size) * 0.8,
        bottom: Number(y),
      },
    ];
  });
  for (const [i, one] of boxes.entries()) {
    expect(one.right, one.text).toBeLessThanOrEqual(Number(root.attributes.width));
    expect(one.bottom, one.text).toBeLessThanOrEqual(Number(root.attributes.height));
    for (const other of boxes.slice(i + 1)) {
      const isApart =
        one.right <= other.left ||
        other.right <= one.left ||
        one.bottom <= other.top ||
        other.bottom <= one.top;
      expect(isApart, `${one.text} and ${other.text}`).toBe(true);
    }
  }
}

test('rows are as high as the highest picture or decision in them', () => {
  const strip = stripOf('a', ['line of text', 'max_pool', 'argmax']);
  const [line, pooled, decided] = strip.steps;
  for (const [step, height, width] of [
    [line, 12, 128],
    [pooled, 6, 64],
  ] as const) {
    const image = { shape: [height, width, 1] as const, data: new Float32Array(height * width) };
    step!.outputs = [image, image];
  }
  const rowsOf = (svg: string) => {
    const [first, second] = parseSvg(svg)
      .children.filter((node) => typeof node !== 'string')
      .filter(({ children }) => ['unshifted', '(1, −1)'].includes(children.join('')))
      .map(({ attributes: { y } }) => Number(y));
    return second! - first!;
  };
  // Each pixel of the pooled line is two, so both lines are 12 high; below a row is room of 30 for its notes.
  strip.steps = [line!, pooled!];
  expect(rowsOf(stripSvg(strip))).toBe(18 + 30);
  decided!.decisions = [
    'a',
    'a very long name of a class that takes several lines in a column of this width',
  ];
  strip.steps = [line!, decided!];
  expect(rowsOf(stripSvg(strip))).toBeGreaterThan(60 + 30);
  expectApart(stripSvg(strip));
  // A square has the whole side.
  strip.steps = stripOf('a', ['circle', 'max_pool']).steps;
  expect(rowsOf(stripSvg(strip))).toBe(128 + 30);
});

test('pixels of strips and maps stay sharp in browsers', () => {
  const strip = stripOf('a', ['circle', 'max_pool']);
  for (const svg of [stripSvg(strip), mapSvg(strip)]) {
    const images = svg.match(/<image [^>]*>/g) ?? [];
    expect(images.length).toBeGreaterThan(1);
    for (const image of images) expect(image).toContain(' image-rendering="pixelated"');
  }
});
