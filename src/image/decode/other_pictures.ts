import { shellWord } from '../../core/shell_word.ts';
import { startsWithText } from './exif.ts';

/** Formats of pictures that are not read, by what a file of them holds from a byte on. */
const OTHER_PICTURES = [
  ['WebP', 8, 'WEBP'],
  ['GIF', 0, 'GIF8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['TIFF', 0, 'II+\0'],
  ['TIFF', 0, 'MM\0+'],
  ['AVIF', 4, 'ftypavi'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftyphev'],
  ['HEIC', 4, 'ftypmif1'],
  ['HEIC', 4, 'ftypmsf1'],
  ['Canon CR3', 4, 'ftypcrx'],
  ['Fujifilm RAF', 0, 'FUJIFILMCCD-RAW'],
  ['Olympus ORF', 0, 'IIRO'],
  ['Panasonic RW2', 0, 'IIU\0'],
  ['JPEG 2000', 4, 'jP  '],
  ['JPEG 2000', 0, '\xff\x4f\xff\x51'],
  ['JPEG XL', 4, 'JXL '],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XR', 0, 'II\xbc'],
  ['Windows bitmap', 0, 'BM'],
  ['Windows icon', 0, '\0\0\x01\0'],
  ['macOS icon', 0, 'icns'],
  ['Photoshop', 0, '8BPS'],
  ['GIMP', 0, 'gimp xcf'],
  ['PCX', 0, '\x0a\x05\x01\x08'],
  ['SGI', 0, '\x01\xda\0\x01'],
  ['SGI', 0, '\x01\xda\x01\x01'],
  ['QOI', 0, 'qoif'],
  ['OpenEXR', 0, 'v/1\x01'],
  ['Radiance HDR', 0, '#?RADIANCE'],
  ['Radiance HDR', 0, '#?RGBE'],
  ['DirectDraw', 0, 'DDS '],
  ['DICOM', 128, 'DICM'],
  ['FITS', 0, 'SIMPLE  ='],
  ['PDF', 0, '%PDF'],
  ['PostScript', 0, '%!PS'],
] as const;

const ARCHIVE = 'is an archive; unpack it, and take a picture';
const FILM = 'is a film; save a frame of it: ffmpeg -i {file} -frames:v 1 {png}';
const AS_TEXT = 'is a PNG picture that was changed as if it were a text; copy it again, as binary';
const IN_BASE64 = 'is a picture in base64; decode it: base64 -d {file} > {png}';

/** Other files in the place of a picture, by what they hold from a byte on, and what they are. */
const OTHER_FILES = [
  [0, '\x93NUMPY', `has the format NumPy; convert it to PNG: ${fromArray('numpy', "load('{name}')")}`],
  [
    344,
    'n+1\0',
    `has the format NIfTI; convert a slice of it to PNG: ${fromArray('nibabel', "load('{name}').get_fdata()[:, :, 0].astype('uint8')")}`,
  ],
  [0, 'PK\x03\x04', ARCHIVE],
  [0, '7z\xbc\xaf', ARCHIVE],
  [0, 'Rar!', ARCHIVE],
  [257, 'ustar', ARCHIVE],
  [0, '\x1f\x8b', 'is packed by gzip; unpack it: gunzip -k {file}'],
  [0, '\x89HDF', 'is an HDF5 file; convert an array of it to PNG'],
  [0, '\0\0\x08\x03', 'is an idx file of pictures; write type: idx'],
  [4, 'ftyp', FILM],
  [8, 'AVI ', FILM],
  [0, '\x1aE\xdf\xa3', FILM],
  [1, 'PNG', AS_TEXT],
  [0, '\xef\xbf\xbdPNG', AS_TEXT],
  [0, 'iVBORw0KGgo', IN_BASE64],
  [0, '/9j/', IN_BASE64],
  [0, 'data:image/', 'is the address of a picture in base64; decode what is behind its comma'],
] as const;

/** A text that begins as a page of the web or an SVG drawing does, behind comments and a declaration. */
const OF_MARKUP =
  /^(?:\ufeff|\s|<\?xml[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE svg[^>]*>)*<(svg|!doctype html|html|head|body)\b/i;

/**
 * What a file is that is no picture of a format that is read, and what to do, as a phrase that follows its name.
 *
 * @returns undefined for a file of which nothing is known
 * @example whatInstead('a.png', new Uint8Array()) // 'is empty'
 * @example whatInstead('a.gif', gif) // 'has the format GIF; convert it to PNG: magick "a.gif[0]" a.png'
 */
export function whatInstead(path: string, bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'is empty';
  const beginsWith = (from: number, text: string) => startsWithText(bytes.subarray(from), text);
  const [, tag] = OF_MARKUP.exec(new TextDecoder().decode(bytes.subarray(0, 1024))) ?? [];
  const png = `${path.replace(/\.\w+$/, '')}.png`;
  const format =
    OTHER_PICTURES.find(([, from, text]) => beginsWith(from, text))?.[0] ?? formatOfHeader(bytes, tag);
  if (format !== undefined)
    return `has the format ${format}; convert it to PNG: magick ${shellWord(`${path}[0]`)} ${shellWord(png)}`;
  if (tag !== undefined)
    return 'is a page of the web, as a download leaves that failed; download the picture itself';
  return OTHER_FILES.find(([from, text]) => beginsWith(from, text))?.[2]
    .replace(/\{(?:file|png)\}/g, (part) => withFile(path, part))
    .replaceAll('{name}', () => (/["'$`\\!]/.test(path) ? 'FILE' : path));
}

/** A command with the name of a picture in place of `{file}`, and that of its PNG in place of `{png}`. */
export function withFile(path: string, command: string): string {
  const png = `${path.replace(/\.\w+$/, '')}.png`;
  return command.replace('{file}', () => shellWord(path)).replace('{png}', () => shellWord(png));
}

/** The formats that no fixed bytes begin. @param tag the first one of a text */
function formatOfHeader(bytes: Uint8Array, tag: string | undefined): string | undefined {
  if (tag?.toLowerCase() === 'svg') return 'SVG';
  const [first, second, third] = bytes;
  if (first === 0x50 && /^[1-7Ff]\s/.test(String.fromCharCode(second!, third!))) return 'NetPBM';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Targa: whether there is a palette, the kind of pixels, and behind the sizes the bits of one.
  const isTarga =
    bytes.length > 18 &&
    [1, 2, 3, 9, 10, 11].includes(third!) &&
    second === (third! % 8 === 1 ? 1 : 0) &&
    [8, 15, 16, 24, 32].includes(bytes[16]!) &&
    view.getUint16(12, true) * view.getUint16(14, true) > 0;
  return isTarga ? 'Targa' : undefined;
}

/** A command that saves the array of a Python package as PNG. */
function fromArray(name: string, array: string): string {
  return `python -c "import ${name}, PIL.Image as I; I.fromarray(${name}.${array}).save('{name}.png')"`;
}
