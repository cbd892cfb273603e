import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Rasterizer, rasterizer } from '../../picture/rasterize.ts';
import { interFiles } from './inter.ts';

let loadedRasterizer: Promise<Rasterizer> | undefined;

/** Draws an SVG as PNG in the package's own font. The bytes are the same on every machine. */
export async function svgToPng(svg: string, zoom?: number): Promise<Uint8Array> {
  loadedRasterizer ??= loadRasterizer();
  return (await loadedRasterizer)(svg, zoom);
}

async function loadRasterizer(): Promise<Rasterizer> {
  const require = createRequire(import.meta.url);
  const wasm = await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm'));
  const fonts = await Promise.all([interFiles(400, 'woff2'), interFiles(600, 'woff2')]);
  return rasterizer(wasm, fonts.flat());
}
