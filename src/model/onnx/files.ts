import type { OpenFile } from '../../core/files.ts';
import { modelMistake } from '../mistake.ts';
import type { ModelToOpen } from '../model_to_open.ts';
import { aboutWeights, readContent, requireContent, requireInside } from '../weights.ts';
import type { OnnxGraph } from './file.ts';
import { withoutWeights } from './weights.ts';
import { NotAMessage } from './wire.ts';

/** The files of weights beside a model. @returns their bytes too, if the runtime cannot read them itself */
export async function externalFiles(
  { path, place, read, open }: Pick<ModelToOpen, 'path' | 'place' | 'read' | 'open'>,
  { external }: OnnxGraph,
): Promise<{ path: string; size: number; data?: Uint8Array }[]> {
  const files: { path: string; size: number; data?: Uint8Array }[] = [];
  for (const file of external) {
    if (file === '') throw modelMistake(path, 'keeps weights in a file that it does not name');
    requireInside(file, path);
    const opened = place === undefined || !open ? undefined : await aboutWeights(path, open(file));
    if (opened?.place !== undefined && place !== undefined && isBeside(opened.place, folderOf(place), file)) {
      const { size } = opened;
      requireContent(await opened.read(0, Math.min(size, 1024)), file, path);
      files.push({ path: file, size });
    } else {
      const data = await readContent(file, path, read);
      files.push({ path: file, size: data.length, data });
    }
  }
  return files;
}

/** Whether a file is where its name says, and not behind a link. */
function isBeside(place: string, folder: string, file: string): boolean {
  const slashes = (path: string) => path.replaceAll('\\', '/');
  return slashes(place) === `${slashes(folder)}/${slashes(file).replace(/^(\.\/)+/, '')}`;
}

/** The folder of a file, without the last slash: a/b of a/b/c.onnx. */
export function folderOf(place: string): string {
  return place.slice(0, lastSlash(place));
}

/** The name of a file in its folder: c.onnx of a/b/c.onnx. */
export function nameIn(place: string): string {
  return place.slice(lastSlash(place) + 1);
}

function lastSlash(place: string): number {
  return Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\'));
}

/** Bytes that are read as a file on disk is. */
export function inMemory(bytes: Uint8Array): OpenFile {
  return { size: bytes.length, read: async (from, to) => bytes.subarray(from, to) };
}

/** @throws UserError (run) where the file is no ONNX model */
export async function onnxWithoutWeights(
  file: OpenFile,
  location: string,
  path: string,
): Promise<Uint8Array> {
  try {
    return await withoutWeights(file, location);
  } catch (cause) {
    if (cause instanceof NotAMessage) throw modelMistake(path, 'is not an ONNX file, or truncated', cause);
    throw cause;
  }
}
