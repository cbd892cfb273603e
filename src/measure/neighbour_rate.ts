import { defineMeasure } from './kind.ts';

export const neighbourRate = defineMeasure({
  title: 'How often two neighbouring shifts give the same output.',
  when: 'asked',
  columns: {
    neighbour_rate: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      interval: ['neighbour_low', 'neighbour_high'],
      description:
        'Share of pairs of neighbouring drawn shifts, one step apart on one axis (of a list: following each other), that coincide. One minus it is the one-pixel flip rate. Empty where no two are neighbours.',
      formula: '#{(s, t) neighbours : class(s) = class(t)} / #{(s, t) neighbours}',
      source:
        'Azulay & Weiss 2019, "Why do deep convolutional networks generalize so poorly to small image transformations?"',
    },
  },
  measure({ shifts, classOf }) {
    let pairs = 0;
    let same = 0;
    for (const [s, t] of shifts.neighbours()) {
      if (shifts.trials[s] === 0 || shifts.trials[t] === 0) continue;
      pairs++;
      if (classOf[s] === classOf[t]) same++;
    }
    return { neighbour_rate: pairs === 0 ? null : same / pairs };
  },
});
