import { type Output, writeOutput } from './output.ts';

/** Writes an SVG as such, as PNG or as PDF. @throws UserError (storage) */
export async function writePicture(
  svg: string,
  outputs: readonly Output<'svg' | 'png' | 'pdf'>[],
): Promise<void> {
  for (const output of outputs) await writeOutput(output, await encoders[output.format](svg));
}

const encoders = {
  svg: async (svg: string) => `${svg}\n`,
  png: async (svg: string) => (await import('./svg_to_png.ts')).svgToPng(svg),
  pdf: async (svg: string) => (await import('./svg_to_pdf.ts')).svgToPdf(svg),
};
