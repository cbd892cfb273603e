import { startsWithText } from './exif.ts';

/** Formats of pictures that are not read, by what a file of them holds from a byte on. */
const OTHER_PICTURES = [
  ['WebP', 8, 'WEBP'],
  ['GIF', 0, 'GIF8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['AVIF', 4, 'ftypavi'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftyphev'],
  ['HEIC', 4, 'ftypmif1'],
  ['HEIC', 4, 'ftypmsf1'],
  ['JPEG 2000', 4, 'jP  '],
  ['JPEG XL', 4, 'JXL '],
  ['JPEG XL', 0, '\xff\x0a'],
  ['Windows bitmap', 0, 'BM'],
  ['Windows icon', 0, '\0\0\x01\0'],
  ['Photoshop', 0, '8BPS'],
  ['NetPBM', 0, 'P1\n'],
  ['NetPBM', 0, 'P2\n'],
  ['NetPBM', 0, 'P3\n'],
  ['NetPBM', 0, 'P4\n'],
  ['NetPBM', 0, 'P5\n'],
  ['NetPBM', 0, 'P6\n'],
  ['QOI', 0, 'qoif'],
  ['OpenEXR', 0, 'v/1\x01'],
  ['DirectDraw', 0, 'DDS '],
  ['DICOM', 128, 'DICM'],
  ['PDF', 0, '%PDF'],
  ['PostScript', 0, '%!PS'],
  ['NumPy', 0, '\x93NUMPY'],
] as const;

/** A text that begins as a page of the web or an SVG drawing does, behind comments and a declaration. */
const OF_MARKUP =
  /^(?:\ufeff|\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE svg[^>]*>)*<(svg|!doctype html|html|head|body)\b/i;

/**
 * What a file is that is no picture of a format that is read, and what to do, as a phrase that follows its name.
 *
 * @returns undefined for a file of which nothing is known
 * @example whatInstead(new Uint8Array()) // 'is empty'
 */
export function whatInstead(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'is empty';
  const format = OTHER_PICTURES.find(([, from, text]) => startsWithText(bytes.subarray(from), text))?.[0];
  if (format !== undefined) return `has the format ${format}; convert it to PNG`;
  const [, tag] = OF_MARKUP.exec(new TextDecoder().decode(bytes.subarray(0, 1024))) ?? [];
  if (tag === undefined) return undefined;
  return tag.toLowerCase() === 'svg'
    ? 'has the format SVG; convert it to PNG'
    : 'is a page of the web, as a download leaves that failed; download the picture itself';
}
