import * as v from 'valibot';
import { grouped } from '../core/error.ts';
import { FileProblem, type Files, type OpenFile } from '../core/files.ts';
import { requireNoPointer } from '../core/lfs_pointer.ts';
import { choice, described, path } from '../core/options.ts';
import { type Shape, valueCount } from '../core/tensor.ts';
import { classNamesOption, readClassNames } from './classes.ts';
import { gunzip, isGzip, requireUnpackedSize } from './decode/gunzip.ts';
import { defineImage, type Picture } from './kind.ts';
import { pictureOptions, preprocessOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import { preprocessedShape } from './preprocess/shape.ts';
import { selectionOptions } from './selection.ts';

/**
 * A set of grey pictures in the format of MNIST (also Fashion-MNIST, EMNIST, KMNIST), plain or gzipped. Shape:
 * [height, width, 1]. A picture's name is its number, from 0.
 *
 * @example { type: idx, images: t10k-images-idx3-ubyte.gz, labels: t10k-labels-idx1-ubyte.gz, limit: 100 }
 */
export const idx = defineImage({
  title: 'A set of grey pictures in the format of MNIST (idx-ubyte, plain or gzip).',
  preprocesses: true,
  options: pictureOptions({
    images: described(
      'The pictures (idx3-ubyte), relative to the experiment file and below its folder.',
      path(),
    ),
    labels: described(
      'The classes (idx1-ubyte), one for each picture. Default: pictures have no classes.',
      v.optional(path()),
    ),
    classes: classNamesOption,
    ...selectionOptions,
    ...preprocessOptions,
    channels: described(
      'grey: one channel. rgb, bgr: the same values in three channels. Default: grey.',
      v.optional(choice(['grey', 'rgb', 'bgr'])),
    ),
  }),
  async load(given, files): Promise<LoadedIdx> {
    const { sizes, values } = await openIdx(given.images, 3, files, given.order === 'name');
    const [count, height, width] = sizes as [number, number, number];
    if (count * height * width === 0)
      throw new FileProblem(given.images, `"${given.images}" holds no pictures`);
    const labels = given.labels === undefined ? undefined : await readLabels(given.labels, files);
    if (labels && labels.length !== count) {
      const message = `"${given.labels}" has ${labels.length} labels, but "${given.images}" has ${count} pictures`;
      throw new FileProblem(given.labels!, message);
    }
    const shape = preprocessedShape(given.images, { height, width }, given);
    const names = await readClassNames(given.classes, files);
    return { count, height, width, values, labels, names, shape };
  },
  shape: (_, { shape }: LoadedIdx) => shape,
  pictures({ limit, order }, { count, labels, names }: LoadedIdx) {
    const list = Array.from(
      { length: count },
      (_, at): Picture => ({ name: String(at), label: labels?.[at] }),
    );
    const most = labels?.reduce((largest, label) => Math.max(largest, label), 0);
    const classes =
      most === undefined
        ? undefined
        : Array.from({ length: Math.max(most + 1, names?.length ?? 0) }, (_, c) => names?.[c] ?? String(c));
    return { list, classes, limit, order };
  },
  async draw(given, _, source) {
    const { height, width, values } = source!.loaded as LoadedIdx;
    const at = source!.picture * height * width;
    const data = await values(at, at + height * width);
    return preprocess({ width, height, channels: 1, white: 255, data }, given);
  },
});

interface LoadedIdx {
  count: number;
  height: number;
  width: number;
  values: IdxValues;
  labels: Uint8Array | undefined;
  names: readonly string[] | undefined;
  shape: Shape;
}

/** The values of an idx file from one on up to another. */
type IdxValues = (from: number, to: number) => Uint8Array | Promise<Uint8Array>;

const MAX_VALUES = 2 ** 29;
const UNSIGNED_BYTES = 8;
/** A Git LFS pointer, and the head of every idx file, has fewer bytes. */
const FIRST_BYTES = 1024;

async function readLabels(path: string, files: Files): Promise<Uint8Array> {
  const { sizes, values } = await openIdx(path, 1, files, false);
  return values(0, sizes[0]!);
}

/**
 * Opens an idx file of unsigned bytes. Layout: 0, 0, the type, the number of dimensions, the size of each dimension (32
 * bits, big endian), the values. Source: http://yann.lecun.com/exdb/mnist.
 *
 * @param inOrder whether values are asked for in their order: then those of a plain file on a disk are read when they are
 */
async function openIdx(
  path: string,
  dimensions: number,
  files: Files,
  inOrder: boolean,
): Promise<{ sizes: number[]; values: IdxValues }> {
  const head = 4 + 4 * dimensions;
  const sizesOf = (first: Uint8Array): number[] => {
    const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
    if (first.length < 4 || view.getUint16(0) !== 0) throw new Error('is no idx file');
    if (view.getUint8(2) !== UNSIGNED_BYTES)
      throw new Error('is an idx file of other values than unsigned bytes');
    if (view.getUint8(3) !== dimensions) {
      throw new Error(`is an idx file of ${view.getUint8(3)} dimensions; expected ${dimensions}`);
    }
    if (first.length < head) throw new Error('is an idx file that ends before its sizes do');
    return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  };
  const wanted = (first: Uint8Array) => {
    const values = valueCount(sizesOf(first));
    if (values <= MAX_VALUES) return head + values;
    throw new Error(
      `says that it has ${grouped(values)} values, more than the ${grouped(MAX_VALUES)} allowed`,
    );
  };
  const file = inOrder && !path.endsWith('.gz') ? await files.open?.(path) : undefined;
  const first = await file?.read(0, Math.min(file.size, FIRST_BYTES));
  try {
    if (file && first && !isGzip(first)) {
      requireNoPointer(path, first);
      requireUnpackedSize(file.size, wanted(first));
      return { sizes: sizesOf(first), values: valuesInBlocks(file, head) };
    }
    const bytes = await files.read(path);
    requireNoPointer(path, bytes);
    const whole = await gunzip(bytes, head, wanted);
    return { sizes: sizesOf(whole), values: (from, to) => whole.subarray(head + from, head + to) };
  } catch (cause) {
    if (cause instanceof FileProblem) throw cause;
    throw new FileProblem(path, `"${path}" ${(cause as Error).message}`, { cause });
  }
}

/** Bytes that are read at once: opening a file takes as long as reading some of them. */
const BLOCK_BYTES = 2 ** 20;

/** Values that are read as they are asked for. The last block stays in memory, as what is asked for next begins there. */
function valuesInBlocks(file: OpenFile, head: number): IdxValues {
  let first = 0;
  let block: Promise<Uint8Array> | undefined;
  let end = 0;
  return async (from, to) => {
    if (from < first || to > end) {
      first = from;
      end = Math.max(to, Math.min(from + BLOCK_BYTES, file.size - head));
      block = file.read(head + first, head + end);
    }
    const begin = first;
    return (await block!).subarray(from - begin, to - begin);
  };
}
