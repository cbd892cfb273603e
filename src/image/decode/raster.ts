import { grouped } from '../../core/error.ts';
import { FileProblem, type Files } from '../../core/files.ts';
import { jpeg } from './jpeg.ts';
import { png } from './png.ts';

/** What a picture's file says of it before it is decoded. */
export interface Header {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: number;
}

/** A decoded picture: row-major, one sample a pixel (grey) or four (red, green, blue, alpha). */
export interface Bitmap {
  width: number;
  height: number;
  channels: 1 | 4;
  /** The value of white, and of what is opaque. */
  white: number;
  data: ArrayLike<number>;
}

/** A format of pictures. */
export interface Format {
  name: string;
  /** Whether the first bytes are its own. */
  begins(bytes: Uint8Array): boolean;
  /** @throws a phrase, as an Error */
  header(bytes: Uint8Array): Header;
  /** @throws a phrase, as an Error */
  decode(bytes: Uint8Array, header: Header, files: Files): Promise<Bitmap>;
}

const formats: readonly Format[] = [png, jpeg];

/** A file whose beginning was read. */
export interface EncodedPicture {
  path: string;
  format: Format;
  header: Header;
}

/**
 * What sort of picture a file is, by its first bytes and never by its name, and how large.
 *
 * @throws FileProblem where it is none, or has more pixels than are allowed
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

/** @throws FileProblem where the file does not hold what its header says */
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
