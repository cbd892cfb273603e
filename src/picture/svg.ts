import { INK } from './colour.ts';
import { fittedTexts } from './fitted_texts.ts';

/**
 * An element of SVG or HTML as text. Undefined attributes are left out; values are escaped, children are not.
 *
 * @example element('a', { href: '#b', id: undefined }, 'text') // '<a href="#b">text</a>'
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const open = [name, ...given.map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(' ');
  return children.length === 0 && !CONTAINERS.has(name)
    ? `<${open}/>`
    : `<${open}>${children.join('')}</${name}>`;
}

/** Elements that HTML does not allow to be self-closing. */
const CONTAINERS = new Set(['a', 'div', 'p', 'span', 'td', 'th', 'pre', 'ul', 'dl']);

/**
 * Escapes a text for an element or an attribute. Characters that XML forbids become U+FFFD. Invisible characters, and
 * those that turn the direction of writing, are written as their code, so that a text cannot look like another.
 *
 * @example escaped('a<b') // 'a&lt;b'
 * @example escaped('gnp.\u202e') // 'gnp.\\u{202e}'
 */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(NOT_XML, '\ufffd')
    .replaceAll(INVISIBLE_IN_SVG, (found) => `\\u{${found.codePointAt(0)!.toString(16)}}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Without joiners (U+200C, U+200D) and variation selectors, which emoji and several scripts need. */
const INVISIBLE_IN_SVG =
  /(?!\u200c|\u200d|[\ufe00-\ufe0f])[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

/** The font of all figures, and its substitutes. */
export const FONT = 'Inter, system-ui, -apple-system, Segoe UI, sans-serif';

/** The space from one line of text to the next, as a multiple of its size. */
const LINE_HEIGHT = 1.25;

/** How much further down the last of some lines of text is than the first, in pixels. */
export function linesHeight(lines: readonly string[], size: number): number {
  return Math.round((lines.length - 1) * size * LINE_HEIGHT);
}

/** Lines of text, one `<text>` element below the other. @param more attributes of each */
export function textLines(
  [x, y]: readonly [number, number],
  size: number,
  lines: readonly string[],
  more: Record<string, string | number> = {},
): string {
  return lines
    .map((line, i) => {
      const place = { x, y: y + linesHeight(lines.slice(0, i + 1), size) };
      return element('text', { ...place, 'font-size': size, fill: INK, ...more }, escaped(line));
    })
    .join('');
}

/** An image with sharp pixels. */
export function sharpImage(
  place: { x: number; y: number; width: number; height: number },
  href: string,
): string {
  return element('image', {
    ...place,
    'image-rendering': 'pixelated',
    href,
  });
}

/** A complete SVG document with a title for screen readers. */
export function svgDocument(
  [width, height]: readonly [number, number],
  title: string,
  ...children: readonly string[]
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      color: INK,
      'font-family': FONT,
      role: 'img',
      'aria-label': title,
    },
    fittedTexts(children.join('')),
  );
}
