import * as v from 'valibot';
import { grouped } from '../core/error.ts';
import { FileProblem, type Files } from '../core/files.ts';
import { requireNoPointer } from '../core/lfs_pointer.ts';
import { choice, described, path } from '../core/options.ts';
import { type Shape, valueCount } from '../core/tensor.ts';
import { classNamesOption, readClassNames } from './classes.ts';
import { gunzip } from './decode/gunzip.ts';
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
    const { sizes, data } = await readIdx(given.images, 3, files);
    const [count, height, width] = sizes as [number, number, number];
    if (count * height * width === 0)
      throw new FileProblem(given.images, `"${given.images}" holds no pictures`);
    const labels = given.labels === undefined ? undefined : await readIdx(given.labels, 1, files);
    if (labels && labels.sizes[0] !== count) {
      const message = `"${given.labels}" has ${labels.sizes[0]} labels, but "${given.images}" has ${count} pictures`;
      throw new FileProblem(given.labels!, message);
    }
    const shape = preprocessedShape(given.images, { height, width }, given);
    const names = await readClassNames(given.classes, files);
    return { count, height, width, data, labels: labels?.data, names, shape };
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
  draw(given, _, source) {
    const { height, width, data } = source!.loaded as LoadedIdx;
    const at = source!.picture * height * width;
    const raster = {
      width,
      height,
      channels: 1,
      white: 255,
      data: data.subarray(at, at + height * width),
    } as const;
    return preprocess(raster, given);
  },
});

interface LoadedIdx {
  count: number;
  height: number;
  width: number;
  data: Uint8Array;
  labels: Uint8Array | undefined;
  names: readonly string[] | undefined;
  shape: Shape;
}

const MAX_VALUES = 2 ** 29;
const UNSIGNED_BYTES = 8;

/**
 * Reads an idx file of unsigned bytes. Layout: 0, 0, the type, the number of dimensions, the size of each dimension (32
 * bits, big endian), the values. Source: http://yann.lecun.com/exdb/mnist.
 */
async function readIdx(
  path: string,
  dimensions: number,
  files: Files,
): Promise<{ sizes: number[]; data: Uint8Array }> {
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
  const bytes = await files.read(path);
  requireNoPointer(path, bytes);
  try {
    const whole = await gunzip(bytes, head, wanted);
    return { sizes: sizesOf(whole), data: whole.subarray(head) };
  } catch (cause) {
    if (cause instanceof FileProblem) throw cause;
    throw new FileProblem(path, `"${path}" ${(cause as Error).message}`, { cause });
  }
}
