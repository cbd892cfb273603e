import { defineMeasure } from './kind.ts';

export const margin = defineMeasure({
  title: 'How clear the choice of a layer that chooses was.',
  when: 'asked',
  columns: {
    margin: {
      type: 'number',
      unit: '1',
      description:
        'At the step of a layer that chooses among its inputs (argmax, adaptive_polyphase), for the unshifted image: the smallest gap between what was chosen and the next best, relative to it. 0: a tie. Empty at other steps.',
      formula: 'min (first - second) / max(|first|, |second|)',
      over: 'least',
    },
  },
  measure: ({ choice }) => ({ margin: choice ? choice.margin : null }),
});
