import { grouped, quoted, shown } from '../core/error.ts';
import { FileProblem } from '../core/files.ts';
import { joined } from '../core/joined.ts';
import { isLfsPointer, LFS_POINTER } from '../core/lfs_pointer.ts';
import { valueCount } from '../core/tensor.ts';
import { modelMistake } from './mistake.ts';
import type { WeightFiles, WeightSpec } from './model_json.ts';

/** Reads a file in the model's folder, or below it. @param path relative to that folder */
export type ReadBeside = (path: string) => Promise<Uint8Array>;

/** Weights that follow each other, and their bytes. */
export interface WeightGroup {
  weights: readonly WeightSpec[];
  bytes: Uint8Array;
}

/** Most bytes of all weights of a model. VGG16 with its dense layers has 553 MB. */
const MAX_WEIGHT_BYTES = 2 ** 30;

/**
 * Reads the weights of a model, group by group.
 *
 * @param path the model, for messages
 * @throws UserError (run) where a path leaves the model's folder, or files and manifest do not fit
 */
export async function readWeights(
  groups: readonly WeightFiles[],
  path: string,
  read: ReadBeside,
): Promise<WeightGroup[]> {
  const declared = groups.map(({ weights }) => declaredBytes(weights, path));
  const total = declared.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0);
  if (total > MAX_WEIGHT_BYTES) {
    throw modelMistake(
      path,
      `declares ${grouped(total)} bytes of weights, more than the ${grouped(MAX_WEIGHT_BYTES)} allowed`,
    );
  }
  for (const file of groups.flatMap(({ paths }) => paths)) requireInside(file, path);
  const all: WeightGroup[] = [];
  for (const [i, { paths, weights }] of groups.entries()) {
    const files: Uint8Array[] = [];
    for (const file of paths) files.push(await readContent(file, path, read));
    const found = files.reduce((sum, { length }) => sum + length, 0);
    const wanted = declared[i];
    if (wanted !== undefined && wanted !== found) {
      const what = found < wanted ? 'truncated' : 'too long';
      const have = `${paths.join(', ')} ${paths.length === 1 ? 'has' : 'have'}`;
      throw modelMistake(
        path,
        `has weights that are ${what}: ${have} ${grouped(found)} bytes, and the manifest lists ${grouped(wanted)}`,
      );
    }
    all.push({ weights, bytes: joined(files) });
  }
  return all;
}

/** Bytes of weights in their files; undefined if some are strings, whose lengths only the files have. */
function declaredBytes(weights: readonly WeightSpec[], path: string): number | undefined {
  let sum = 0;
  for (const spec of weights) {
    const stored = spec.quantization?.dtype ?? spec.dtype;
    if (stored === 'string') return undefined;
    const size = bytesOfWeight(spec);
    if (size === undefined)
      throw modelMistake(path, `lists the weight ${quoted(spec.name)} with the dtype ${shown(stored)}`);
    sum += size;
  }
  return sum;
}

/** Bytes of a weight in its file: 24 for float32 [3, 2]. Undefined for a type whose length is not known. */
export function bytesOfWeight({ shape, dtype, quantization }: WeightSpec): number | undefined {
  const stored = quantization?.dtype ?? dtype;
  return Object.hasOwn(BYTES, stored) ? BYTES[stored]! * valueCount(shape) : undefined;
}

const BYTES: Record<string, number> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  float16: 2,
  uint16: 2,
  uint8: 1,
};

/** Reads a file of weights. @throws UserError (run) where it is a Git LFS pointer, FileProblem where it cannot be read */
export async function readContent(file: string, path: string, read: ReadBeside): Promise<Uint8Array> {
  const bytes = await aboutWeights(path, read(file));
  requireContent(bytes, file, path);
  return bytes;
}

/** Awaits a file of weights. Its errors are about the model. @param path of the model */
export async function aboutWeights<T>(path: string, file: Promise<T>): Promise<T> {
  try {
    return await file;
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const problem = `the weights of the model are missing: ${error.mistake.problem}`;
    throw new FileProblem(path, { ...error.mistake, problem }, { cause: error });
  }
}

/** @throws UserError (run) where the first bytes of a file of weights are a Git LFS pointer */
export function requireContent(head: Uint8Array, file: string, path: string): void {
  if (isLfsPointer(head)) throw modelMistake(path, `has weights in ${quoted(file)}, which ${LFS_POINTER}`);
}

/**
 * Requires a weight file to be in the model's folder, or below it: `a/b.bin` is, `../b.bin`, `/b.bin` and `https://…` are
 * not.
 *
 * @param file as the model names it
 * @param path of the model, for the message
 * @throws UserError (run)
 */
export function requireInside(file: string, path: string): void {
  const parts = file.split(/[\\/]/);
  let depth = 0;
  for (const part of parts) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) break;
  }
  const absolute = parts[0] === '' || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(file);
  if (depth < 0 || absolute)
    throw modelMistake(path, `keeps weights in ${quoted(file)}, outside of its folder`);
}
