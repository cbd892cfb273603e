import { expect, test } from 'vitest';
import type { Answer } from '../../src/playground/protocol.ts';
import { initialState, mappedStep, resultsOf, settingOf, withResults } from '../../src/playground/state.ts';

const map = { steps: [{ step: 1 }] } as never;
const held = { steps: [{ step: 1 }] } as never;
const after = (answers: readonly [Answer, string][]) =>
  answers.reduce(
    (state, [answer, subject]) => withResults(state, 0, resultsOf(answer, subject)),
    initialState(settingOf('a', 'image: circle\n')),
  ).results[0];

test('a failure stays while the file is read again, and goes once something is computed', () => {
  const failed: Answer = { answer: 'failed', message: 'there is no a.png', defect: false };
  const reading: Answer = { answer: 'reading', reading: {} as never };
  expect(
    after([
      [failed, 'a'],
      [reading, 'a'],
    ]).failure?.message,
  ).toBe('there is no a.png');
  expect(
    after([
      [failed, 'a'],
      [reading, 'a'],
      [{ answer: 'map', map }, 'a'],
    ]).failure,
  ).toBeUndefined();
});

test('a step of the map is that of the held image if both are of one file, variant and picture', () => {
  const of = (mapped: string, shown: string) =>
    after([
      [{ answer: 'map', map }, mapped],
      [{ answer: 'held', held }, shown],
    ]);
  expect(mappedStep(of('a', 'a'), 1)).toEqual({ step: 1 });
  expect(mappedStep(of('a', 'b'), 1)).toBeUndefined();
});
