import { type Output, writeOutput } from './output.ts';
import { note } from './terminal.ts';

/**
 * Writes an SVG as such, as PNG or as PDF, and says on stderr which letters of its texts the font of PNG and PDF lacks.
 *
 * @throws UserError (storage)
 */
export async function writePicture(
  svg: string,
  outputs: readonly Output<'svg' | 'png' | 'pdf'>[],
): Promise<void> {
  for (const output of outputs) await writeOutput(output, await encoders[output.format](svg));
  const lacking = lettersWithoutFont(svg);
  if (lacking.length > 0 && outputs.some(({ format }) => format !== 'svg')) {
    const shown = lacking.slice(0, MAX_LETTERS).join(' ') + (lacking.length > MAX_LETTERS ? ' …' : '');
    note(`boxes stand for ${shown}: Inter, the font of PNG and PDF, lacks these letters; SVG shows them.`);
  }
}

const MAX_LETTERS = 8;

const encoders = {
  svg: async (svg: string) => `${svg}\n`,
  png: async (svg: string) => (await import('./svg_to_png.ts')).svgToPng(svg),
  pdf: async (svg: string) => (await import('./svg_to_pdf.ts')).svgToPdf(svg),
};

/** The letters and pictographs in the texts of an SVG that are of no script that Inter has, each once. */
function lettersWithoutFont(svg: string): string[] {
  const texts = [...svg.matchAll(/>([^<>]+)<\/(?:text|tspan)>/g)].map(([, text]) => text!);
  return [...new Set(texts.join('').match(WITHOUT_FONT) ?? [])];
}

const WITHOUT_FONT =
  /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}])\p{L}|(?![\d#*©®™])\p{Extended_Pictographic}/gu;
