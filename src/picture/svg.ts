/** An element of SVG or HTML as text. Undefined attributes are left out; values are escaped, children are not. */
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

/** Escapes a text for an element or an attribute. Characters that XML forbids become U+FFFD. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(NOT_XML, '\ufffd');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** The font of all figures, and its substitutes. */
export const FONT = 'Inter, system-ui, -apple-system, Segoe UI, sans-serif';

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
      color: '#1b1f24',
      'font-family': FONT,
      role: 'img',
      'aria-label': title,
    },
    ...children,
  );
}
