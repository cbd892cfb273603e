import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Image, type OutputMap, windowImage, windowOf } from '../../../src/core/tensor.ts';
import { inOneMap } from '../../../src/engine/pass/padded_outputs.ts';

test('corrected outputs are added below a map side by side, whatever the dilation', () => {
  const from1 = (max: number) => fc.integer({ min: 1, max });
  const maps = fc.record({ height: from1(4), columns: from1(5), channels: from1(2), count: from1(40) });
  const further = fc.record({ down: from1(3), right: from1(3), more: fc.nat(40) });
  const property = fc.property(
    maps,
    further,
    ({ height, columns, channels, count }, { down, right, more }) => {
      const width = (columns - 1) * right + 1 + more;
      const lines = (height - 1) * down + 1;
      const map: OutputMap = {
        ...{ data: new Float32Array(lines * width * channels).fill(-1), width, dilation: [down, right] },
        ...{
          shape: [height, columns, channels],
          rows: new Int32Array(count),
          columns: new Int32Array(count),
        },
      };
      const outputs = Array.from({ length: count }, (_, shift): Image => {
        const data = Float32Array.from({ length: height * columns * channels }, (_, i) => 1000 * shift + i);
        return { shape: map.shape, data };
      });
      const members = Int32Array.from(outputs.keys());
      const corrected = new Map([...outputs.entries()].filter(([shift]) => shift % 3 !== 1));
      const all = inOneMap({ map, members, corrected, finite: true });
      for (const [shift, output] of outputs.entries())
        expect(windowImage(windowOf(all.map, shift)).data).toEqual(
          corrected.has(shift) ? output.data : new Float32Array(output.data.length).fill(-1),
        );
      const together = down * Math.max(1, Math.floor(width / (columns * right)) * right);
      const blocks = Math.ceil(corrected.size / together);
      expect(all.map.data.length).toBeLessThanOrEqual((lines + blocks * height * down) * width * channels);
    },
  );
  fc.assert(property, { numRuns: 200 });
});
