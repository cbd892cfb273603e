import { grouped } from '../../core/error.ts';
import { FileProblem, type Files } from '../../core/files.ts';
import { requireNoPointer } from '../../core/lfs_pointer.ts';
import type { Bitmap, Format, Header } from './format.ts';
import { jpeg } from './jpeg.ts';
import { orient as orientBitmap, swapsSides } from './orient.ts';
import { whatInstead, withFile } from './other_pictures.ts';
import { png } from './png.ts';

const formats: readonly Format[] = [png, jpeg];

/** A picture file whose header was read. */
export interface EncodedPicture {
  path: string;
  format: Format;
  header: Header;
  /** Height and width of the decoded picture: after it was turned, if it is. */
  height: number;
  width: number;
  /** Whether it is turned as its EXIF orientation says. */
  oriented: boolean;
}

/**
 * Reads the format and the size of a picture from its first bytes; its name does not matter.
 *
 * @param options `max_pixels`: most pixels; `orient`: whether it is turned as its EXIF orientation says
 * @throws FileProblem if it is no picture, is damaged, or has too many pixels
 */
export async function readHeader(
  path: string,
  bytes: Uint8Array,
  { max_pixels, orient = false }: PictureFileOptions,
): Promise<EncodedPicture> {
  requireNoPointer(path, bytes);
  const format = formats.find(({ begins }) => begins(bytes));
  if (!format) {
    const names = formats.map(({ name }) => name).join(' or ');
    const instead = whatInstead(path, bytes);
    const what = instead === undefined ? '' : `: it ${instead}`;
    throw new FileProblem(path, `"${path}" is no ${names} picture${what}`);
  }
  const header = await withReason(path, format, () => format.header(bytes));
  const pixels = header.width * header.height;
  if (pixels > max_pixels) {
    const size = `${header.height}×${header.width} are ${grouped(pixels)} pixels`;
    throw new FileProblem(path, `"${path}": ${size}, more than the ${grouped(max_pixels)} of max_pixels`);
  }
  const sides = [header.height, header.width] as const;
  const [height, width] = orient && swapsSides(header.orientation) ? [sides[1], sides[0]] : sides;
  return { path, format, header, height, width, oriented: orient };
}

/** Options of kinds that decode picture files. */
interface PictureFileOptions {
  max_pixels: number;
  orient?: boolean | undefined;
}

/** Decodes a picture. @throws FileProblem if the file is damaged */
export async function decodePicture(encoded: EncodedPicture, files: Files): Promise<Bitmap> {
  const { path, format, header, oriented } = encoded;
  const bytes = await files.read(path);
  const bitmap = await withReason(path, format, () => format.decode(bytes, header, files));
  return oriented ? orientBitmap(bitmap, header.orientation) : bitmap;
}

async function withReason<T>(path: string, format: Format, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw damagedPicture(path, format, cause);
  }
}

function damagedPicture(path: string, { name }: Format, cause: unknown): FileProblem {
  if (cause instanceof FileProblem) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FileProblem(path, `"${path}" is a ${name} picture that ${withFile(path, why)}`, { cause });
}

/** A warning if a picture is turned by EXIF and nobody has decided about it; else nothing. */
export function orientationWarnings(
  encoded: readonly EncodedPicture[],
  orient: boolean | undefined,
): string[] {
  if (orient !== undefined) return [];
  const turned = encoded.filter(({ header }) => header.orientation !== 1);
  if (turned.length === 0) return [];
  const others = turned.length === 1 ? '' : ` and of ${turned.length - 1} more`;
  return [
    `the EXIF orientation of "${turned[0]!.path}"${others} is not applied; orient: true applies it, orient: false says that this is meant`,
  ];
}
