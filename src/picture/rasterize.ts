import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { toPng } from './png.ts';

/** Draws an SVG as PNG. @param zoom pixels for each of its units; default 2 */
export type Rasterizer = (svg: string, zoom?: number) => Uint8Array;

/**
 * What draws an SVG as PNG. It knows no font but those that are given, so that its
 * bytes are a function of the SVG alone.
 *
 * @param wasm the bytes of `@resvg/resvg-wasm/index_bg.wasm`
 * @param fonts the bytes of fonts of the family Inter
 */
export async function rasterizer(wasm: Uint8Array, fonts: Uint8Array[]): Promise<Rasterizer> {
  await initWasm(wasm as BufferSource);
  return (svg, zoom = 2) => {
    const drawing = new Resvg(svg, {
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
