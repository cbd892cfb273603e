import { UserError } from '../core/error.ts';
import type { OpenFile } from '../core/files.ts';
import { isLfsPointer, LFS_POINTER } from '../core/lfs_pointer.ts';
import { modelMistake } from './mistake.ts';
import type { Model } from './model.ts';
import { parseModelJson } from './model_json.ts';
import type { ModelToOpen } from './model_to_open.ts';
import { readOnnx } from './onnx/file.ts';
import { nameIn, onnxWithoutWeights } from './onnx/files.ts';
import { onnxModel } from './onnx/onnx_model.ts';
import { refuseOtherFormats } from './other_formats.ts';
import { readWeights } from './weights.ts';

/**
 * Loads a trained model: one of TensorFlow.js on the active backend, one of ONNX on its own runtime. Its bytes say which
 * it is.
 *
 * @throws UserError (run) where it cannot be loaded
 */
export async function openModel(given: ModelToOpen): Promise<Model> {
  const { path, bytes, read, replacements } = given;
  refuseNoModel(bytes, path);
  if (isOnnx(bytes)) {
    if (replacements.length > 0)
      throw modelMistake(
        path,
        'is not a Keras model for TensorFlow.js, so none of its layers can be replaced; replace them in the program that made it, and export it again',
      );
    return onnxModel(given);
  }
  const json = parseModelJson(bytes, path);
  const weights = await readWeights(json.groups, path, read);
  // An ONNX model needs none of them.
  if (json.format === 'layers-model') {
    const { kerasModel } = await import('./keras/keras_model.ts');
    return kerasModel(given, json, weights);
  }
  if (replacements.length > 0)
    throw modelMistake(
      path,
      'is a graph of operations, so none of its layers can be replaced; replace them in the program that made it, and export it again',
    );
  const { graphModel } = await import('./graph/graph_model.ts');
  return graphModel(given, json, weights);
}

/** @throws UserError (run) for a file that is neither ONNX nor an object in JSON */
function refuseNoModel(bytes: Uint8Array, path: string): void {
  if (isLfsPointer(bytes)) throw modelMistake(path, LFS_POINTER);
  refuseOtherFormats(bytes, path);
  if (firstByte(bytes) === OPENING_BRACKET)
    throw modelMistake(
      path,
      'is a list, as a file that describes weights alone is; name the model.json that says its layers',
    );
}

/** Bytes of a file that say what it is. */
const HEAD_BYTES = 4096;

/**
 * Reads a model's file: wholly, or where it is an ONNX file on a disk, without its large weights.
 *
 * @throws UserError (run) where it is no model
 */
export async function modelBytes(
  file: OpenFile,
  path: string,
): Promise<Pick<ModelToOpen, 'bytes' | 'place'>> {
  const head = await file.read(0, Math.min(file.size, HEAD_BYTES));
  refuseOtherFormats(head, path);
  const { place } = file;
  if (place === undefined || !isOnnx(head)) return { bytes: await file.read(0, file.size) };
  return { bytes: await onnxWithoutWeights(file, nameIn(place), path), place };
}

/**
 * Reads the model that an argument names, as `modelBytes` does.
 *
 * @throws UserError (input) where it is no model: another argument is needed
 */
export async function argumentBytes(file: OpenFile, path: string): ReturnType<typeof modelBytes> {
  try {
    const content = await modelBytes(file, path);
    refuseNoModel(content.bytes, path);
    if (isOnnx(content.bytes)) readOnnx(content.bytes, path);
    else parseModelJson(content.bytes, path);
    return content;
  } catch (cause) {
    throw cause instanceof UserError ? new UserError(cause.problems, { cause }) : cause;
  }
}

/** Whether a file is none of the texts that may be found instead of a model: JSON, a merge conflict, a Git LFS pointer. */
function isOnnx(bytes: Uint8Array): boolean {
  const isConflict = new TextDecoder().decode(bytes.subarray(0, 8)) === '<<<<<<< ';
  return ![OPENING_BRACE, OPENING_BRACKET].includes(firstByte(bytes)!) && !isConflict && !isLfsPointer(bytes);
}

/** The first byte that is neither white space nor a byte order mark. */
function firstByte(bytes: Uint8Array): number | undefined {
  return bytes.find((byte) => !WHITESPACE.includes(byte));
}

const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;

const WHITESPACE = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];
