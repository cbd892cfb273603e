import { EXIF_MARK, exifOrientation, startsWithText, xmpOrientation } from './exif.ts';
import type { Bitmap, Format, Header } from './format.ts';

const MAX_SCANS = 100;

/** The first bytes of XMP data. */
const XMP_MARK = 'http://ns.adobe.com/xap/1.0/\0';

/**
 * JPEG: baseline and progressive, 8 bits, grey, YCbCr or RGB. Decoded as libjpeg-turbo does (accurate transform, smooth
 * upsampling), which Pillow, OpenCV and TensorFlow use. Colour profiles are not applied.
 * CMYK is refused: there is no agreed conversion to grey or RGB. Source: ITU-T T.81.
 */
export const jpeg: Format = {
  name: 'JPEG',
  begins: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  header(bytes): Header {
    let exif: number | undefined;
    let xmp: number | undefined;
    for (const { code, at, length } of segments(bytes)) {
      if (code === 0xe1) {
        const content = bytes.subarray(at, at + length - 2);
        if (startsWithText(content, EXIF_MARK)) exif ??= exifOrientation(content);
        else if (startsWithText(content, XMP_MARK)) xmp ??= xmpOrientation(content);
      }
      // C0 to CF begin a frame, except tables (C4), extensions (C8) and conditioning (CC).
      if (code < 0xc0 || code > 0xcf || code === 0xc4 || code === 0xc8 || code === 0xcc) continue;
      if (length < 8) break;
      const [depth, components] = [bytes[at]!, bytes[at + 5]!];
      const [height, width] = [uint16(bytes, at + 1), uint16(bytes, at + 3)];
      if (depth !== 8) throw new Error(`has ${depth} bits a sample; expected 8`);
      if (code > 0xc2)
        throw new Error('is lossless, hierarchical or arithmetic; expected baseline or progressive');
      if (components === 4)
        throw new Error('is CMYK; convert it to RGB before: magick {file} -colorspace sRGB {png}');
      if (components !== 1 && components !== 3)
        throw new Error(`has ${components} components; expected 1 or 3`);
      if (width === 0 || height === 0) throw new Error('has no pixels');
      return { width, height, depth, orientation: exif ?? xmp ?? 1 };
    }
    throw new Error('ends before its header does');
  },
  async decode(bytes, { width, height }, files): Promise<Bitmap> {
    const scans = countScans(bytes);
    if (scans > MAX_SCANS) throw new Error(`has ${scans} scans, more than the ${MAX_SCANS} allowed`);
    const said: string[] = [];
    const { default: decode, init } = await import('@jsquash/jpeg/decode.js');
    const wasm = await files.wasm('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
    // Each picture gets a new module, so that a damaged one leaves nothing behind for the next.
    await (init as (wasm: object, overrides: object) => Promise<void>)(wasm, {
      print: (text: string) => said.push(text),
      printErr: (text: string) => said.push(text),
      // It would make an address of the file that it has already, and fails where its own is no place, as in the playground.
      locateFile: (file: string) => file,
    });
    const decoded = await decode(new Uint8Array(bytes).buffer).catch((cause) => {
      throw new Error(damage(said), { cause });
    });
    if (said.some((text) => !HARMLESS.test(text))) throw new Error(damage(said));
    if (decoded.width !== width || decoded.height !== height) throw new Error('has two headers');
    return { width, height, channels: 4, white: 255, data: decoded.data };
  },
};

/** Messages that the decoder prints for intact pictures. */
const HARMLESS = /extraneous bytes before marker|Adobe color transform|JFIF revision number/;

function damage(said: readonly string[]): string {
  const why = said.find((text) => !HARMLESS.test(text));
  return why === undefined ? 'is damaged' : `is damaged: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** Yields the marker segments before the first scan: code, start of the content, length with the two length bytes. */
function* segments(bytes: Uint8Array): Generator<{ code: number; at: number; length: number }> {
  for (let at = 2; at + 4 <= bytes.length; ) {
    const code = bytes[at + 1]!;
    // Some cameras leave bytes between segments, which decoders pass over, as they do the marks of a restart.
    if (bytes[at] !== 0xff || code === 0xff || code === 0 || (code >= 0xd0 && code <= 0xd7)) {
      at++;
      continue;
    }
    if (code === 0xd9 || code === 0xda) return;
    const length = uint16(bytes, at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return;
    yield { code, at: at + 4, length };
    at += 2 + length;
  }
}

function countScans(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = 0; at + 1 < bytes.length; at++) if (bytes[at] === 0xff && bytes[at + 1] === 0xda) scans++;
  return scans;
}
