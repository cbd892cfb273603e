import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { grouped } from '../src/core/error.ts';
import { stream } from '../src/core/random.ts';
import { readObject } from '../src/experiment/read.ts';
import type { ExperimentInput } from '../src/experiment/schema/input.ts';
import { prepareLayers } from '../src/layers/stack/stack.ts';
import { coincide } from './coincide.ts';
import { type Contestant, inProcess } from './compare.ts';
import { idxOf } from './idx.ts';

/** A set of small pictures, moved alike: the whole default table over all of them. */
export interface PictureSet {
  name: string;
  title: string;
  /** How many pictures: the first 200 are those of Fashion-MNIST, and the others the same, rolled down by some rows. */
  pictures: number;
  /** How many blocks: a max pool each. */
  depth: number;
  /** Before each pool: a 3×3 convolution to so many channels, which reads padding, and a ReLU; and a mean at the end. */
  filters?: number;
}

/** Pictures of Fashion-MNIST in the middle of 36×36, through every shift up to ±4. */
export const sets: readonly PictureSet[] = [
  ...[200, 2_000].map((pictures) => ({
    name: pictures === 200 ? 'S pools' : 'S many pools',
    title: `${grouped(pictures)} pictures of 28² in 36², 81 shifts, max pool ×3`,
    ...{ pictures, depth: 3 },
  })),
  {
    name: 'S convolutions',
    title: '200 pictures of 28² in 36², 81 shifts, (16-channel conv 3×3 same – relu – max pool) ×2, mean',
    ...{ pictures: 200, depth: 2, filters: 16 },
  },
];

const fashion = new URL('../experiments/models/fashion200.png', import.meta.url);

/** Where the files of sets are, until the process ends. */
const base = mkdtempSync(join(tmpdir(), 'coincide-bench-'));
process.on('exit', () => rmSync(base, { recursive: true }));

function experimentOfSet({ depth, filters, pictures }: PictureSet): ExperimentInput {
  const conv = { type: 'conv2d', kernel: 'random', filters, padding: 'same' } as const;
  const block = filters ? [conv, 'relu' as const, 'max_pool' as const] : ['max_pool' as const];
  const repeated = { repeat: { times: depth, layers: block } };
  const layers = filters ? [repeated, 'global_avg_pool' as const] : [repeated];
  const images = `${pictures}.idx`;
  writeFileSync(join(base, images), idxOf(pixelsOf(pictures)));
  return {
    image: { type: 'idx', images, embed: { size: 36 } },
    shift: { max: 4 },
    trials: 'all',
    compare: 'exact',
    layers,
  };
}

function pixelsOf(pictures: number): Uint8Array {
  const { data, width } = decode(readFileSync(fashion));
  const pixels = new Uint8Array(pictures * 28 ** 2);
  for (let picture = 0; picture < pictures; picture++) {
    const [tile, rolled] = [picture % 200, Math.floor(picture / 200)];
    const [down, right] = [Math.floor((28 * tile) / width), (28 * tile) % width];
    for (let row = 0; row < 28; row++) {
      const from = (28 * down + row) * width + right;
      pixels.set(data.subarray(from, from + 28), 28 * (28 * picture + ((row + rolled) % 28)));
    }
  }
  return pixels;
}

/** Everything, files and all, as a program would call it. */
export function oursOfSet(name: string, set: PictureSet): Contestant {
  return inProcess(name, runOfSet(set, coincide));
}

/** Runs a set with a build of the package. What is answered are the means of the distances, at each step. */
export function runOfSet(set: PictureSet, { run }: typeof coincide): () => Promise<string> {
  const experiment = experimentOfSet(set);
  const four = (value: unknown) => Number((value as number).toPrecision(4));
  return async () => {
    const { table } = await run(experiment, { base });
    return table.rows.map((row) => [row.cosine, row.relative_l2].map(four).join('/')).join(' ');
  };
}

/** What a contestant needs that is not coincide: the same pixels and weights. */
export interface SetMaterial {
  /** float32 [pictures, 36, 36]. */
  pictures: Float32Array;
  kernels: readonly { values: Float32Array; shape: readonly number[] }[];
}

export async function materialOfSet(set: PictureSet): Promise<SetMaterial> {
  const { variants } = await readObject(experimentOfSet(set), base, { name: set.name, kinds: {} });
  const { seed, image, steps } = variants[0]!;
  const random = (purpose: string, key: readonly unknown[]) => stream(seed, purpose, key);
  const ready = await prepareLayers(steps, random);
  const all: Float32Array[] = [];
  for (let picture = 0; picture < set.pictures; picture++)
    all.push((await image.kind.draw(image.options, random, { loaded: image.loaded, picture })).data);
  const pictures = new Float32Array(all.length * all[0]!.length);
  for (const [i, data] of all.entries()) pictures.set(data, i * data.length);
  const kernels = ready.flatMap(({ layer }) =>
    layer?.prepared ? [layer.prepared as SetMaterial['kernels'][0]] : [],
  );
  return { pictures, kernels };
}
