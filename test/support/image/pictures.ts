import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { FileProblem, type Files } from '../../../src/core/files.ts';
import { stream } from '../../../src/core/random.ts';
import type { Image } from '../../../src/core/tensor.ts';
import { filesBelow } from '../../../src/experiment/disk/disk.ts';
import type { ImageKind, Pictures } from '../../../src/image/kind.ts';

interface Known {
  pngs: { name: string; file: string; shape: [number, number]; white: number; rgba: number[][] }[];
  jpegs: { name: string; file: string; shape: [number, number]; rgb: number[][] }[];
  cmyk: string;
  resized: { shape: [number, number]; values: number[]; to: [number, number]; resized: number[] }[];
}

/** What test/fixtures/pictures.py made. */
export const known: Known = JSON.parse(
  readFileSync(new URL('../../fixtures/pictures.json', import.meta.url), 'utf8'),
);

export function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** A picture of the fixtures. */
export function jpegNamed(name: string): Uint8Array {
  return bytesOf(known.jpegs.find((one) => one.name === name)!.file);
}

export function pngNamed(name: string): Uint8Array {
  return bytesOf(known.pngs.find((one) => one.name === name)!.file);
}

/** Files that lie nowhere. */
export function filesOf(files: Readonly<Record<string, string | Uint8Array>>): Files {
  return {
    async read(path) {
      const found = files[path.replace(/^\.\//, '')];
      if (found === undefined) throw new FileProblem(path, `there is no "${path}"`);
      return new Uint8Array(Buffer.from(found as string));
    },
    async list(path) {
      const below = path === '.' ? '' : `${path}/`;
      const found = Object.keys(files).filter((name) => name.startsWith(below));
      if (found.length === 0) throw new FileProblem(path, `there is no folder "${path}"`);
      return found.map((name) => (path === '.' ? `./${name}` : name)).sort();
    },
    wasm: filesBelow('.').wasm,
  };
}

/** A kind that has loaded its files. */
export interface Opened {
  shape: Image['shape'];
  pictures: Pictures | undefined;
  warnings: readonly string[];
  draw(picture?: number): Promise<Image>;
}

/** Loads a kind with options, from files that lie in a folder of their own. */
export async function opened(
  kind: ImageKind,
  given: object,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Opened> {
  const options = v.parse(kind.options, given);
  const loaded = await kind.load!(options, filesOf(files));
  return {
    shape: kind.shape(options, loaded),
    pictures: kind.pictures?.(options, loaded),
    warnings: kind.warnings?.(options, loaded) ?? [],
    draw: async (picture = 0) =>
      kind.draw(options, (purpose, key) => stream(0, purpose, key), { loaded, picture }),
  };
}
