import { encode } from 'fast-png';
import type { Raster } from './raster.ts';

/** A raster as PNG. The bytes are a function of the pixels: they are deflated by a library in plain JavaScript. */
export function toPng({ width, height, data }: Raster): Uint8Array {
  const opaque = data.every((part, i) => i % 4 !== 3 || part === 255);
  if (!opaque) return encode({ width, height, data, channels: 4 }, { zlib: { level: 9 } });
  const rgb = data.filter((_, i) => i % 4 !== 3);
  return encode({ width, height, data: rgb, channels: 3 }, { zlib: { level: 9 } });
}

/** `data:image/png;base64,…` */
export function pngUri(picture: Raster): string {
  return dataUri('image/png', toPng(picture));
}

/** Bytes, or a text as UTF-8, as a link that holds them. */
export function dataUri(type: string, content: Uint8Array | string): string {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  let binary = '';
  for (let at = 0; at < bytes.length; at += 4096)
    binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return `data:${type};base64,${btoa(binary)}`;
}
