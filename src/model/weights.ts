import { grouped, quoted, shown } from '../core/error.ts';
import { joined } from './joined.ts';
import { modelMistake } from './mistake.ts';
import type { WeightGroup, WeightSpec } from './model_json.ts';

/** Reads a file beside the model's own. @param path relative to the model's folder, never out of it */
export type ReadBeside = (path: string) => Promise<Uint8Array>;

/** Bytes of all weights of a model. VGG16 with its dense layers has 553 MB. */
const MOST_BYTES = 2 ** 30;

/**
 * The bytes of all weights, one group after the other.
 *
 * @param path the model, for messages
 * @throws UserError (run) where a path leaves the model's folder, or files and manifest do not fit
 */
export async function readWeights(
  groups: readonly WeightGroup[],
  path: string,
  read: ReadBeside,
): Promise<{ specs: WeightSpec[]; bytes: Uint8Array }> {
  const declared = groups.map(({ weights }) => declaredBytes(weights, path));
  const total = declared.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0);
  if (total > MOST_BYTES) {
    throw modelMistake(
      path,
      `declares ${grouped(total)} bytes of weights, more than the ${grouped(MOST_BYTES)} allowed`,
    );
  }
  for (const file of groups.flatMap(({ paths }) => paths)) requireInside(file, path);
  const parts: Uint8Array[] = [];
  for (const [i, { paths }] of groups.entries()) {
    const files: Uint8Array[] = [];
    for (const file of paths) files.push(await read(file));
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
    parts.push(...files);
  }
  return { specs: groups.flatMap(({ weights }) => weights), bytes: joined(parts) };
}

/** Bytes that weights take in their files; undefined where texts among them make it a matter of the files. */
function declaredBytes(weights: readonly WeightSpec[], path: string): number | undefined {
  let sum = 0;
  for (const { name, shape, dtype, quantization } of weights) {
    const stored = quantization?.dtype ?? dtype;
    if (stored === 'string') return undefined;
    const size = Object.hasOwn(BYTES, stored) ? BYTES[stored] : undefined;
    if (size === undefined)
      throw modelMistake(path, `lists the weight ${quoted(name)} with the dtype ${shown(stored)}`);
    sum += size * shape.reduce((product, length) => product * length, 1);
  }
  return sum;
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

/** A weight file stands in the model's folder, or below. */
function requireInside(file: string, path: string): void {
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
