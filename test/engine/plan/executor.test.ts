import { expect, test } from 'vitest';
import { choosePlan, forCopies, onBackendOnly } from '../../../src/engine/plan/executor.ts';
import type { Layer } from '../../../src/layers/stack/stack.ts';
import { allShifts, readFile } from '../../support/running.ts';

const never = () => Promise.reject(new Error('a backend is loaded'));
const fill = { mode: 'constant', value: 0 } as const;

function stepsOf(size: number, layers: readonly unknown[]) {
  return readFile({ image: { type: 'noise', size }, shift: { max: 0 }, layers }).variants[0]!.steps;
}

const conv = (filters: number, padding = 'same') => ({ type: 'conv2d', kernel: 'random', filters, padding });
const how = (size: number, reach: number, layers: readonly unknown[]) =>
  choosePlan(stepsOf(size, layers), allShifts([-reach, reach], [-reach, reach]), fill, {
    loops: true,
    backend: never,
  });

test('small stacks are computed in plain loops, in one pass past padding', () => {
  const { plan, executor } = how(32, 2, [conv(4), 'relu', 'max_pool']);
  expect(plan.shared).toBe(3);
  expect(executor.why).toBe('in plain loops, without a backend');
});

test('wide convolutions are computed on a backend, which says what they take', () => {
  // Small maps, most of whose cells see padding: one pass over all shifts saves little.
  const layers = [conv(512), 'relu', conv(512), 'max_pool'];
  const { executor } = how(8, 3, layers);
  const [, first, relu] = stepsOf(8, layers);
  expect(executor.inLoops(first!.layer as Layer)).toBe(false);
  expect(executor.inLoops(relu!.layer as Layer)).toBe(true);
  expect(executor.why).toMatch(
    /^on a backend at step 1 \(conv2d takes [\d,]+ multiply-adds over all shifts\), elsewhere in plain loops$/,
  );
});

test('what is asked for by name computes everything', () => {
  const steps = stepsOf(8, ['relu']);
  const { executor } = choosePlan(steps, allShifts([0, 0], [0, 0]), fill, { backend: never });
  expect(executor.inLoops(steps[1]!.layer as Layer)).toBe(false);
});

test('where a shared pass ends before its plan, much work goes to the backend, and little does not', () => {
  const steps = stepsOf(64, [conv(8), 'relu', conv(8)]);
  const loops = { ...onBackendOnly(never), inLoops: () => true };
  // 64 · 64 · 8 · (9 · 1) for each copy after step 0; 64 · 64 · 8 · (9 · 8) more after it, 2.7 million in all.
  const [first, relu] = [steps[1]!.layer as Layer, steps[2]!.layer as Layer];
  expect(forCopies(loops, steps, 0, 1000).inLoops(first)).toBe(true);
  expect(forCopies(loops, steps, 0, 1500).inLoops(first)).toBe(false);
  expect(forCopies(loops, steps, 0, 1500).inLoops(relu)).toBe(true);
  expect(forCopies(loops, steps, 3, 1e9).inLoops(first)).toBe(true);
});
