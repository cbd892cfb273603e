import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Rasterizer, rasterizer } from '../../picture/rasterize.ts';

let loadedRasterizer: Promise<Rasterizer> | undefined;

/** Draws an SVG as PNG in the package's own font. The bytes are the same on every machine. */
export async function svgToPng(svg: string, zoom?: number): Promise<Uint8Array> {
  loadedRasterizer ??= loadRasterizer();
  return (await loadedRasterizer)(svg, zoom);
}

async function loadRasterizer(): Promise<Rasterizer> {
  const require = createRequire(import.meta.url);
  const bytes = (path: string) => readFile(require.resolve(path));
  const fonts = SCRIPTS.flatMap((script) =>
    FONT_WEIGHTS.map((weight) => bytes(`@fontsource/inter/files/inter-${script}-${weight}-normal.woff2`)),
  );
  return rasterizer(await bytes('@resvg/resvg-wasm/index_bg.wasm'), await Promise.all(fonts));
}

/** The scripts that a picture can show, such as in names of variants. */
const SCRIPTS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'];
const FONT_WEIGHTS = [400, 600];
