import { type Mistakes, metrics } from './names.ts';

/** Expectations. */
export const expectations: Mistakes = {
  'expect-is-an-object.yaml':
    '4:9: expect: expected a list of expectations, not an object; write expect: [{ metric: match_rate, min: 1 }].',
  'expectation-as-a-text.yaml':
    '5:5: expect.0: expected an object, not "match_rate at depth 4 is 1"; write { metric: match_rate, at: { depth: 4 }, equals: 1 }; allowed: at, compare_to, confident, equals, level, max, metric, min, min_gain, of, within.',
  'expectation-at-a-key-that-is-not-swept.yaml':
    '5:33: expect.0.at.shift.max: unknown column "shift.max"; leave it out: shift.max is not swept; allowed: channels, compare, depth, experiment, height, layer, step, width.',
  'expectation-at-a-list.yaml':
    '5:40: expect.0.at.depth: expected a text, a number, true or false, not [0, 1]; write depth: 0, and an expectation for each of the others.',
  'expectation-at-an-unknown-column.yaml': [
    '5:33: expect.0.at.detph: unknown column "detph"; did you mean "depth"?',
    '5:43: expect.0.at.classes: unknown column "classes"; allowed: channels, compare, depth, experiment, height, layer, step, width.',
  ],
  'expectation-at-nested-keys.yaml':
    '8:18: expect.0.at.shift: expected a text, a number, true or false, not an object; write shift.max: 1.',
  'expectation-of-a-column-that-is-no-metric.yaml': `5:15: expect.0.metric: unknown metric "depth"; allowed: ${metrics}.`,
  'expectation-of-unknown-metric.yaml':
    '5:15: expect.0.metric: unknown metric "match_rat"; did you mean "match_rate"?',
  'expectation-of-values-that-never-meet.yaml': '6:31: expect.0.at: no row has all of these values.',
  'expectation-that-is-null.yaml':
    '5:4: expect.0 has no value; write { metric: match_rate, min: 0.9 }; allowed: at, compare_to, confident, equals, level, max, metric, min, min_gain, of, within.',
  'expectation-that-selects-no-row.yaml':
    '5:40: expect.0.at.depth: expected 0, 1, 2, 3 or 4, not 5; write 4.',
  'expectation-with-bounds-apart.yaml':
    '5:5: expect.0: expected a min that is not above max; write min: 0.1, max: 0.9.',
  'expectation-with-within-alone.yaml': '5:45: expect.0.within: only equals has a tolerance.',
  'expectation-without-against.yaml': '5:15: expect.0.metric: against_rate needs a second image, against.',
  'expectation-without-bound.yaml':
    '5:5: expect.0: expected min, max, equals or compare_to; for example min: 0.9.',
  'expectation-without-metric.yaml': '5:5: expect.0.metric is missing; write metric: match_rate.',
  'measure-without-against.yaml': '4:12: measures.0: against needs a second image, against.',
  'negative-within.yaml':
    '5:48: expect.0.within: expected a finite number of at least 0, not -0.1; write 0.1.',
};
