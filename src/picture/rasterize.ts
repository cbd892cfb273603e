import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { FITTED } from './fitted_texts.ts';
import { toPng } from './png.ts';

/** Draws an SVG as PNG, on white. @param zoom pixels per SVG unit; default 2 */
export type Rasterizer = (svg: string, zoom?: number) => Uint8Array;

/**
 * Makes a function that draws SVG as PNG. It uses the given fonts only, so equal SVGs give equal bytes everywhere.
 *
 * @param wasm the bytes of `@resvg/resvg-wasm/index_bg.wasm`
 * @param fonts the bytes of fonts of the family Inter
 */
export async function rasterizer(wasm: Uint8Array, fonts: Uint8Array[]): Promise<Rasterizer> {
  await initWasm(wasm as BufferSource);
  return (svg, zoom = 2) => {
    const drawing = new Resvg(inItsWords(svg), {
      background: '#fff',
      fitTo: { mode: 'zoom', value: zoom },
      font: {
        fontBuffers: fonts,
        defaultFontFamily: 'Inter',
        sansSerifFamily: 'Inter',
        loadSystemFonts: false,
      },
    });
    try {
      const { width, height, pixels } = drawing.render();
      return toPng({ width, height, data: pixels });
    } finally {
      drawing.free();
    }
  };
}

/** Resvg has Inter, so texts need no given width; and it knows `pixelated` by its older name only. */
function inItsWords(svg: string): string {
  return svg
    .replaceAll(FITTED, '')
    .replaceAll(' image-rendering="pixelated"', ' image-rendering="optimizeSpeed"');
}
