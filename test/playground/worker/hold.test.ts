import { expect, test } from 'vitest';
import { readExperimentFile } from '../../../src/experiment/disk/files.ts';
import { hold } from '../../../src/playground/worker/hold.ts';

const noBackend = async () => {
  throw new Error('loops need none');
};

test('the second image is shifted alike, and agrees at as many shifts as against_rate says', async () => {
  const experiment = await readExperimentFile('experiments/two-dots.yaml');
  // Two dots side by side against one: after one pool they agree at half of the places, after three at seven of eight.
  const agreeing = new Map<number, number>();
  for (let dx = 0; dx <= 31; dx++) {
    const { steps } = await hold(experiment.variants[0]!, [0, dx], undefined, {
      loops: true,
      backend: noBackend,
    });
    for (const { depth, second } of steps)
      agreeing.set(depth, (agreeing.get(depth) ?? 0) + Number(second!.agrees));
    const [image] = steps;
    const dots = (data: Float32Array) => [...data.keys()].filter((at) => data[at] !== 0);
    expect(dots(image!.second!.output)).toEqual(dots(image!.output).slice(0, 1));
  }
  expect([0, 1, 3, 5].map((depth) => agreeing.get(depth)! / 32)).toEqual([0, 0.5, 0.875, 0.96875]);
});

test('without a second image there is none', async () => {
  const { variants } = await readExperimentFile('experiments/circle-exact.yaml');
  const { steps } = await hold(variants[0]!, [1, 0], undefined, { loops: true, backend: noBackend });
  expect(steps.map(({ second }) => second)).toEqual(steps.map(() => undefined));
});
