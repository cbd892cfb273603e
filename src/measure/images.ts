import { defineMeasure } from './kind.ts';

export const images = defineMeasure({
  title: 'How many pictures of a set were measured.',
  when: 'set',
  columns: {
    images: {
      type: 'integer',
      unit: 'images',
      description: 'Pictures that were measured.',
      formula: 'I',
      over: 'sum',
    },
    skipped: {
      type: 'integer',
      unit: 'images',
      description: 'Pictures that could not be decoded and were left out (`on_error: skip`).',
      formula: '#{pictures chosen} - I',
      over: 'sum',
    },
  },
  measure: () => ({ images: 1, skipped: 0 }),
});
