import { defineMeasure } from './kind.ts';

export const activeFraction = defineMeasure({
  title: 'Which share of the reference is not zero.',
  when: 'always',
  quantities: true,
  columns: {
    active_fraction: {
      type: 'rate',
      unit: '1',
      description:
        'Share of non-zero values in the reference: what condensing raises. Empty for class numbers.',
      formula: '#{i : r_i ≠ 0} / (height · width · channels)',
    },
  },
  measure({ reference: { data } }) {
    // By bits, since a processor cannot predict branches: those of 0 and -0 are 0 but for the sign.
    const words = new Int32Array(data.buffer, data.byteOffset, data.length);
    let active = 0;
    for (let i = 0; i < words.length; i++) {
      const bits = words[i]! << 1;
      active += (bits | -bits) >>> 31;
    }
    return { active_fraction: active / data.length };
  },
});
