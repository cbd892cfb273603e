import { unescaped } from './parse_svg.ts';
import { isMeasured, textWidth } from './text_width.ts';

/**
 * An SVG whose texts are as wide as Inter draws them, whichever font the reader has: a wider one is condensed, so nothing
 * is cut or overlaps. Texts with letters of unknown width stay as they are.
 */
export function fittedTexts(svg: string): string {
  return svg.replaceAll(TEXT, (whole, attributes: string, content: string) => {
    const size = Number(/ font-size="([\d.]+)/.exec(attributes)?.[1]);
    const semibold = / font-weight="(?:600|bold)"/.test(attributes);
    const fitted = (words: string) => {
      const text = unescaped(words);
      if (text.length < 2 || !isMeasured(text)) return '';
      return ` textLength="${textWidth(text, size, semibold).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
    };
    if (!content.startsWith('<')) return `<text${attributes}${fitted(content)}>${content}</text>`;
    return whole.replaceAll(
      LINE,
      (_, place: string, words: string) => `<tspan${place}${fitted(words)}>${words}`,
    );
  });
}

/** The attributes that `fittedTexts` adds. */
export const FITTED = / textLength="[\d.]+" lengthAdjust="spacingAndGlyphs"/g;

const TEXT = /<text([^<>]*)>((?:[^<>]|<\/?tspan[^<>]*>)*)<\/text>/g;
/** An empty line, as above a shorter name of a panel, is `<tspan/>`. */
const LINE = /<tspan([^<>]*)>([^<>]*)(?=<)/g;
