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
    let active = 0;
    for (let i = 0; i < data.length; i++) active += Number(data[i] !== 0);
    return { active_fraction: active / data.length };
  },
});
