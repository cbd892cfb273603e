import { describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import { defineImage } from '../../src/image/kind.ts';
import { images } from '../../src/image/registry.ts';
import { runFile } from '../support/running.ts';
import { processorTime, scaled } from '../support/time.ts';

const noise = (size: number) => ({ type: 'noise', size });
const wide = { max: 16, fill_mode: 'reflect' };

/** Every work is done so many times, so that a fast machine has not ended when it is aborted. */
const MANY = { seed: Array.from({ length: 50 }, (_, i) => i) };

/** Work of many seconds, each with another thing that takes long. */
const long: Record<string, object> = {
  'drawing shifts': { image: 'circle', shift: { max: 3 }, trials: 100_000_000, pool: 'max_pool' },
  'distances of the outputs of one pass': {
    image: noise(1024),
    shift: { max: 150, fill_mode: 'reflect' },
    trials: 'all',
    pool: { type: 'max_pool', depth: 3 },
  },
  'copies, a batch after the other': {
    image: noise(320),
    shift: wide,
    trials: 'all',
    pool: { type: 'max_pool', pool_size: 3, strides: 2, depth: 3 },
  },
  'copies of tiny images': {
    image: noise(12),
    shift: { max: 300, fill_mode: 'nearest' },
    trials: 'all',
    pool: { type: 'max_pool', pool_size: 3, strides: 1, depth: 8 },
  },
  'classes of outputs that nearly coincide': {
    image: noise(96),
    shift: { max: 40, fill_mode: 'wrap' },
    trials: 'all',
    pool: { type: 'avg_pool', padding: 'circular', depth: 3 },
    compare: { type: 'close', relative: 0.3 },
  },
  'a second image': {
    image: noise(800),
    against: noise(800),
    shift: { max: 40, fill_mode: 'reflect' },
    trials: 'all',
    pool: { type: 'max_pool', depth: 3 },
  },
  'many small variants': {
    image: noise(16),
    shift: { max: 1 },
    pool: 'max_pool',
    sweep: { 'shift.fill_value': Array.from({ length: 9000 }, (_, i) => i) },
  },
};

/** Watches how long others on the event loop wait for their turn. */
function watchTurns() {
  let last = processorTime();
  let longest = 0;
  const turn = () => {
    longest = Math.max(longest, processorTime() - last);
    last = processorTime();
  };
  const timer = setInterval(turn, 1);
  return () => {
    clearInterval(timer);
    turn();
    return longest;
  };
}

describe.each(
  Object.entries(long).flatMap(([name, file]) => [
    [name, 'on wasm', file] as const,
    [name, 'in plain loops', file] as const,
  ]),
)('long work, %s, %s', (_, where, file) => {
  test.each([60, 500])('ends soon after being aborted after %i ms, with the reason', async (after) => {
    const backend = await loadBackend('wasm');
    const tensors = backend.tf.memory().numTensors;
    const reason = new Error('the user has other plans');
    const control = new AbortController();
    let aborted = 0;
    const running = runFile({ sweep: MANY, ...file }, { signal: control.signal, loops: where !== 'on wasm' });
    const longestTurn = watchTurns();
    setTimeout(() => {
      aborted = processorTime();
      control.abort(reason);
    }, after);
    await expect(running).rejects.toBe(reason);
    // The wish to abort has to wait for its turn, then it is heard. Processor time counts the compiler's and the
    // collector's threads too, so a turn of 100 ms can look several times as long beside other work.
    expect(longestTurn() + processorTime() - aborted).toBeLessThan(scaled(0.6));
    expect(backend.tf.memory().numTensors).toBe(tensors);
  });
});

test('what was aborted before it began does not begin, however short it is', async () => {
  const reason = new Error('too late');
  let begun = 0;
  const counted = defineImage({
    ...images.dots,
    draw(options, random) {
      begun++;
      return images.dots.draw(options, random);
    },
  });
  const file = { image: { type: 'counted', size: 4 }, shift: { max: 0 }, pool: 'max_pool' };
  const run = (signal?: AbortSignal) => runFile(file, { signal, kinds: { images: { counted } } });
  await run();
  expect(begun).toBe(1);
  await expect(run(AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(begun).toBe(1);
});

test.each([
  [
    'in one pass',
    { image: noise(1000), shift: { max: 10 }, trials: 'all', pool: { type: 'max_pool', depth: 5 } },
  ],
  [
    'in copies',
    {
      image: noise(800),
      shift: { max: 9 },
      trials: 'all',
      pool: { type: 'max_pool', pool_size: 3, depth: 4 },
    },
  ],
])('others have their turn every 100 ms, give or take as much again, during work %s', async (_, file) => {
  const began = processorTime();
  const longestTurn = watchTurns();
  await runFile(file, {});
  expect(longestTurn()).toBeLessThan(scaled(0.3));
  expect(processorTime() - began).toBeGreaterThan(100);
});
