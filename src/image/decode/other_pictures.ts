import { startsWithText } from './exif.ts';

/** Formats of pictures that are not read, by what a file of them holds from a byte on. */
const OTHER_PICTURES = [
  ['WebP', 8, 'WEBP'],
  ['GIF', 0, 'GIF8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['AVIF', 4, 'ftypavif'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftypmif1'],
  ['JPEG 2000', 4, 'jP  '],
  ['JPEG XL', 4, 'JXL '],
  ['SVG', 0, '<svg'],
  ['Windows bitmap', 0, 'BM'],
] as const;

/** The format of a picture that is not read; undefined for a file that is no picture. */
export function otherPictureFormat(bytes: Uint8Array): string | undefined {
  return OTHER_PICTURES.find(([, from, text]) => startsWithText(bytes.subarray(from), text))?.[0];
}
