import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { toPng } from './png.ts';

/** Draws an SVG as PNG, two pixels for each of its units. */
export type Rasterizer = (svg: string) => Uint8Array;

/**
 * What draws an SVG as PNG. It knows no font but those that are given, so that its
 * bytes are a function of the SVG alone.
 *
 * @param wasm the bytes of `@resvg/resvg-wasm/index_bg.wasm`
 * @param fonts the bytes of fonts of the family Inter
 */
export async function rasterizer(wasm: Uint8Array, fonts: Uint8Array[]): Promise<Rasterizer> {
  await initWasm(wasm as BufferSource);
  return (svg) => {
    const drawing = new Resvg(svg, {
      background: '#fff',
      fitTo: { mode: 'zoom', value: 2 },
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
