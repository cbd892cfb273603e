import { type Output, writeOutput } from './output.ts';

/** Writes an SVG as such, or as PNG. @throws UserError (storage) */
export async function writePicture(svg: string, outputs: readonly Output<'svg' | 'png'>[]): Promise<void> {
  for (const output of outputs) {
    if (output.format === 'svg') await writeOutput(output, `${svg}\n`);
    else {
      const { svgToPng } = await import('./svg_to_png.ts');
      await writeOutput(output, await svgToPng(svg));
    }
  }
}
