import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Backend, Shape } from '../../../src/core/tensor.ts';
import { arrange } from '../../../src/model/arrangement.ts';
import type { Constants } from '../../../src/model/constants.ts';
import { feedModel } from '../../../src/model/feed.ts';
import type { Model } from '../../../src/model/model.ts';
import type { ModelToOpen } from '../../../src/model/model_to_open.ts';
import type { Feed } from '../../../src/model/passage.ts';
import type { ModelReplacement } from '../../../src/model/replace.ts';
import { project } from '../files.ts';

/** Where the trained networks are that experiments use, and the other forms of them. */
export const networks = join(project, 'experiments/models');
export const otherForms = join(project, 'test/fixtures/models');

/** What PyTorch gave for them, which trained them. */
export const expected = JSON.parse(readFileSync(join(otherForms, 'expected.json'), 'utf8')) as {
  models: Record<string, Expected>;
};

interface Expected {
  logits_sprite_row0_first5: number[][];
  logits_sprite_first_of_each_row: number[][];
  logits_canvas36_first_of_each_row: number[][];
  correct_200_on_canvas36: number;
  consistency_200x81: {
    of: number;
    matches_torch: number;
    images_with_all_81_equal: number;
    matches_per_row: number[];
    correct_of_16200: number;
    smallest_margin: number;
  };
}

/** The forms in which each network is there. */
export const forms = [
  ['max', 'max-tfjs/model.json'],
  ['max', 'max-tfjs-graph/model.json'],
  ['max', 'max.onnx'],
  ['blur', 'blur-tfjs/model.json'],
  ['blur', 'blur.onnx'],
  ['stride', 'stride-tfjs/model.json'],
  ['stride', 'stride.onnx'],
  ['aps', 'aps.onnx'],
] as const;

/** The folder that has such a form. */
export function folderOf(form: string): string {
  return [networks, otherForms].find((folder) => existsSync(join(folder, form)))!;
}

/** Pictures as they are. */
export const asTheyAre: Feed = { scale: 1, mean: 0, std: 1 };

/** A network's files. */
export function filesOf(
  path: string,
  {
    outputs = [] as readonly string[],
    replacements = [] as readonly ModelReplacement[],
    constants = {} as Constants,
    folder = folderOf(path),
  } = {},
): ModelToOpen {
  const bytes = readFileSync(join(folder, path));
  const read = (file: string) => readFile(join(folder, dirname(path), file));
  return { path, bytes, read, outputs, constants, replacements };
}

/** The outputs of a model for pictures of a shape. */
export async function outputsOf(
  model: Model,
  batch: Float32Array,
  picture: Shape,
  backend: Backend,
  feed = asTheyAre,
): Promise<Float32Array[]> {
  const passage = { ...arrange(model, feed.layout, picture), feed, layouts: [] };
  return feedModel(model, batch, picture, passage, async () => backend);
}

/** The 200 pictures: [class][column] → 28×28 values from 0 to 1. */
export const pictures: Float32Array[][] = tiles(join(networks, 'fashion200.png'), 28);

/** A picture in the middle of a canvas of 36×36 zeros, moved. */
export function onCanvas(picture: Float32Array, dy = 0, dx = 0): Float32Array {
  const canvas = new Float32Array(36 * 36);
  for (let y = 0; y < 28; y++) canvas.set(picture.subarray(y * 28, (y + 1) * 28), (y + 4 + dy) * 36 + 4 + dx);
  return canvas;
}

export function argmax(values: ArrayLike<number>): number {
  return Array.from(values).reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

/** The tiles of a grey PNG of 8 bits, read without the package's own decoder. */
function tiles(path: string, size: number): Float32Array[][] {
  const bytes = readFileSync(path);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const lines = inflateSync(Buffer.concat(parts));
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (width + 1)]!;
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? grey[y * width + x - 1]! : 0;
      const above = y > 0 ? grey[(y - 1) * width + x]! : 0;
      const corner = x > 0 && y > 0 ? grey[(y - 1) * width + x - 1]! : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter]!;
      grey[y * width + x] = lines[y * (width + 1) + 1 + x]! + guess;
    }
  }
  return Array.from({ length: height / size }, (_, row) =>
    Array.from({ length: width / size }, (_, column) =>
      Float32Array.from({ length: size * size }, (_, i) => {
        const [y, x] = [row * size + Math.floor(i / size), column * size + (i % size)];
        return grey[y * width + x]! / 255;
      }),
    ),
  );
}

function paeth(left: number, above: number, corner: number): number {
  const far = [left, above, corner].map((value) => Math.abs(left + above - corner - value));
  if (far[0]! <= far[1]! && far[0]! <= far[2]!) return left;
  return far[1]! <= far[2]! ? above : corner;
}
