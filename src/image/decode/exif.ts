/** Types of a value in EXIF data that an orientation is written as: a short, as the standard says, or a long. */
const SHORT_NUMBER = 3;
const LONG_NUMBER = 4;

/**
 * The orientation in EXIF data, 1 to 8. Source: CIPA DC-008 (Exif 2.32), tag 0x0112.
 *
 * @param data EXIF data, with the mark `Exif` before the byte order or without it
 * @returns 1, which is upright, for another number; undefined if there is none, or the data cannot be read
 */
export function exifOrientation(data: Uint8Array): number | undefined {
  const tiff = startsWithText(data, EXIF_MARK) ? data.subarray(EXIF_MARK.length) : data;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = String.fromCharCode(...tiff.subarray(0, 2));
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const little = order === 'II';
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return undefined;
  const count = view.getUint16(directory, little);
  for (let i = 0, at = directory + 2; i < count && at + 12 <= tiff.length; i++, at += 12) {
    if (view.getUint16(at, little) !== 0x0112) continue;
    const type = view.getUint16(at + 2, little);
    if (type !== SHORT_NUMBER && type !== LONG_NUMBER) return undefined;
    return knownOrientation(
      type === LONG_NUMBER ? view.getUint32(at + 8, little) : view.getUint16(at + 8, little),
    );
  }
  return undefined;
}

/**
 * The orientation in XMP data, which some programs write instead of EXIF data. Pillow's `exif_transpose` looks there
 * too, where EXIF data say nothing.
 *
 * @returns 1, which is upright, for another number; undefined if there is none
 */
export function xmpOrientation(xmp: Uint8Array): number | undefined {
  const found = /tiff:Orientation(?:="|>)(\d)/.exec(new TextDecoder().decode(xmp))?.[1];
  return found === undefined ? undefined : knownOrientation(Number(found));
}

/** The first bytes of EXIF data, unless the format of the file marks them in another way. */
export const EXIF_MARK = 'Exif\0\0';

/** Whether bytes begin with a text of ASCII. */
export function startsWithText(bytes: Uint8Array, text: string): boolean {
  return String.fromCharCode(...bytes.subarray(0, text.length)) === text;
}

function knownOrientation(value: number): number {
  return value >= 1 && value <= 8 ? value : 1;
}
