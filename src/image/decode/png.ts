import { exifOrientation, xmpOrientation } from './exif.ts';
import type { Bitmap, Format, Header } from './format.ts';
import { checkedChunks } from './png_chunks.ts';
import { requireChecksum } from './png_data.ts';
import { chunkText } from './png_text.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Bit depths by colour type: grey, rgb, palette, grey and alpha, rgb and alpha. */
const DEPTHS: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/**
 * PNG: every colour type, bit depth and interlacing of the standard. Gamma, profiles and colour spaces are not applied.
 * An animation gives its still picture. Source: PNG specification, third edition, W3C.
 */
export const png: Format = {
  name: 'PNG',
  begins: (bytes) => SIGNATURE.every((byte, i) => bytes[i] === byte),
  async header(bytes): Promise<Header> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 33) throw new Error('ends before its header does');
    if (view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) {
      throw new Error('does not begin with its header');
    }
    const [width, height, depth] = [view.getUint32(16), view.getUint32(20), bytes[24]!];
    if (width === 0 || height === 0) throw new Error('has no pixels');
    if (!DEPTHS[bytes[25]!]?.includes(depth)) {
      throw new Error(`has colour type ${bytes[25]} with ${depth} bits, which the standard does not have`);
    }
    return { width, height, depth, orientation: await orientationOf(bytes) };
  },
  async decode(bytes, { width, height, depth }, files): Promise<Bitmap> {
    const packed = [...checkedChunks(bytes)].filter(({ name }) => name === 'IDAT').map(({ data }) => data);
    await requireChecksum(packed, height * (8 * width + 16), files);
    // The package's own `init` asks whether it got a Response, for which Node loads all of its HTTP client.
    const decoder = await import('@jsquash/png/codec/pkg/squoosh_png.js');
    decoder.initSync((await files.wasm('@jsquash/png/codec/pkg/squoosh_png_bg.wasm')) as WebAssembly.Module);
    const decoded = decodedBy(() => (depth === 16 ? decoder.decode_rgba16(bytes) : decoder.decode(bytes)));
    const { data } = decoded;
    if ('free' in decoded) decoded.free();
    if (data.length !== 4 * width * height) throw new Error('has not as many pixels as its header says');
    const isGrey16 = depth === 16 && bytes[25] === 0;
    return { width, height, channels: 4, white: depth === 16 ? 65_535 : 255, isGrey16, data };
  },
};

/** What the decoder gives. @throws Error that says so where it gives nothing */
function decodedBy<T>(decode: () => T): NonNullable<T> {
  try {
    const decoded = decode();
    if (decoded) return decoded;
  } catch (cause) {
    throw new Error('is damaged: its data cannot be unpacked', { cause });
  }
  throw new Error('is damaged: its data cannot be unpacked');
}

/**
 * The orientation in the chunk eXIf, in the text that ImageMagick wrote before there was such a chunk, or else in XMP
 * data, as Pillow finds it. Damage is found later, when the picture is decoded.
 */
async function orientationOf(bytes: Uint8Array): Promise<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let profile: number | undefined;
  let xmp: number | undefined;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === 'eXIf') {
      const exif = exifOrientation(content);
      if (exif !== undefined) return exif;
    }
    const found = await chunkText(name, content, [PROFILE_KEYWORD, XMP_KEYWORD]);
    if (found?.keyword === PROFILE_KEYWORD) profile ??= exifOrientation(profileOf(found.text));
    if (found?.keyword === XMP_KEYWORD) xmp ??= xmpOrientation(found.text);
    at += 12 + length;
  }
  return profile ?? xmp ?? 1;
}

/** The keyword of EXIF data as a text: a blank line, a name, the length, and then hexadecimal digits. */
const PROFILE_KEYWORD = 'Raw profile type exif';

/** The keyword of XMP data. */
const XMP_KEYWORD = 'XML:com.adobe.xmp';

/** The bytes that such a text encodes. */
function profileOf(text: Uint8Array): Uint8Array {
  const digits = new TextDecoder().decode(text).split('\n').slice(3).join('');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
