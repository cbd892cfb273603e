import { encode } from 'fast-png';
import type { Raster } from './raster.ts';

/**
 * Encodes a raster as PNG, with a palette if it has at most 256 colours. Equal pixels give equal bytes everywhere: a
 * library in plain JavaScript compresses them.
 */
export function toPng({ width, height, data }: Raster): Uint8Array {
  const colours = new Uint32Array(data.slice().buffer);
  const palette = pngPalette(colours);
  if (!palette) return encode({ width, height, ...withoutPalette(data) }, DEFLATE);
  return encode(
    { width, height, data: indicesIn(palette, colours), channels: 1, palette: palette.map(rgba) },
    DEFLATE,
  );
}

const DEFLATE = { zlib: { level: 9 } } as const;

/** Three channels if all pixels are opaque, else four. */
function withoutPalette(data: Uint8Array): { data: Uint8Array; channels: 3 | 4 } {
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    if (data[from + 3] !== 255) return { data, channels: 4 };
    rgb[to++] = data[from]!;
    rgb[to++] = data[from + 1]!;
    rgb[to++] = data[from + 2]!;
  }
  return { data: rgb, channels: 3 };
}

/** The distinct colours, transparent ones first as PNG wants them; undefined if there are more than 256. */
function pngPalette(colours: Uint32Array): number[] | undefined {
  const found = new Set<number>();
  for (let at = 0; at < colours.length; at++) {
    // Most pixels are like their neighbours.
    if (at > 0 && colours[at] === colours[at - 1]) continue;
    found.add(colours[at]!);
    if (found.size > 256) return undefined;
  }
  return [...found].sort((a, b) => rgba(a)[3]! - rgba(b)[3]!);
}

/** Which colour of a palette each pixel has. */
function indicesIn(palette: readonly number[], colours: Uint32Array): Uint8Array {
  const place = new Map(palette.map((colour, at) => [colour, at]));
  const indices = new Uint8Array(colours.length);
  for (let at = 0; at < colours.length; at++) {
    const same = at > 0 && colours[at] === colours[at - 1];
    indices[at] = same ? indices[at - 1]! : place.get(colours[at]!)!;
  }
  return indices;
}

/** The four bytes of a packed colour: red, green, blue, opacity. */
function rgba(colour: number): number[] {
  return [...new Uint8Array(Uint32Array.of(colour).buffer)];
}

/** Characters that `encodeURI` keeps and that end a URI or an HTML attribute. */
const RESERVED = /[#'?&]/g;

/** The raster as a PNG in a data URI, `data:image/png;base64,…`. */
export function pngUri(picture: Raster): string {
  return dataUri('image/png', toPng(picture));
}

/** A data URI: bytes as base64, a text percent-encoded as UTF-8. */
export function dataUri(type: string, content: Uint8Array | string): string {
  if (typeof content === 'string')
    return `data:${type};charset=utf-8,${encodeURI(content).replaceAll(RESERVED, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
  return `data:${type};base64,${base64(content)}`;
}

/** Bytes as a text in base64, in one line. */
export function base64(content: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < content.length; at += 4096)
    binary += String.fromCharCode(...content.subarray(at, at + 4096));
  return btoa(binary);
}
