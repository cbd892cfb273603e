import { grouped } from '../../core/error.ts';
import { FileProblem, type Files } from '../../core/files.ts';
import type { Bitmap, Format, Header } from './format.ts';
import { jpeg } from './jpeg.ts';
import { png } from './png.ts';

const formats: readonly Format[] = [png, jpeg];

/** A picture file whose header was read. */
export interface EncodedPicture {
  path: string;
  format: Format;
  header: Header;
}

/**
 * Reads the format and the size of a picture from its first bytes; its name does not matter.
 *
 * @throws FileProblem if it is no picture, is damaged, or has more than `maxPixels` pixels
 */
export function readHeader(path: string, bytes: Uint8Array, maxPixels: number): EncodedPicture {
  const format = formats.find(({ begins }) => begins(bytes));
  if (!format) {
    const names = formats.map(({ name }) => name).join(' or ');
    throw new FileProblem(path, `"${path}" is no ${names} picture`);
  }
  const header = withReason(path, format, () => format.header(bytes));
  const pixels = header.width * header.height;
  if (pixels > maxPixels) {
    const size = `${header.height}×${header.width} are ${grouped(pixels)} pixels`;
    throw new FileProblem(path, `"${path}": ${size}, more than the ${grouped(maxPixels)} of max_pixels`);
  }
  return { path, format, header };
}

/** Decodes a picture. @throws FileProblem if the file is damaged */
export async function decodePicture({ path, format, header }: EncodedPicture, files: Files): Promise<Bitmap> {
  const bytes = await files.read(path);
  try {
    return await format.decode(bytes, header, files);
  } catch (cause) {
    throw damagedPicture(path, format, cause);
  }
}

function withReason<T>(path: string, format: Format, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw damagedPicture(path, format, cause);
  }
}

function damagedPicture(path: string, { name }: Format, cause: unknown): FileProblem {
  if (cause instanceof FileProblem) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FileProblem(path, `"${path}" is a ${name} picture that ${why}`, { cause });
}
