import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { INK } from '../picture/colour.ts';
import { fittedTexts } from '../picture/fitted_texts.ts';
import { escaped, FONT } from '../picture/svg.ts';
import { textWidth } from '../picture/text_width.ts';

/**
 * Draws a Vega-Lite specification as SVG. Equal specifications give equal bytes everywhere: text widths are estimated,
 * not measured with an installed font.
 *
 * @param interpreter computes Vega's expressions where code from texts is forbidden; default: they are compiled
 */
export async function renderPlot(spec: TopLevelSpec, interpreter?: object): Promise<string> {
  measureTextWithoutFonts();
  vega.resetSVGDefIds();
  const { spec: parsed } = compile(spec, { logger: vega.logger(vega.None) });
  const view = new vega.View(vega.parse(withSplitNames(parsed), {}, { ast: interpreter !== undefined }), {
    renderer: 'none',
    logLevel: vega.None,
    ...(interpreter && { expr: interpreter }),
  });
  try {
    return tidySvg(await view.toSVG(), String(spec.description ?? ''));
  } finally {
    view.finalize();
  }
}

/**
 * Writes texts such as "valueOf" in two parts, in each expression of a specification of Vega, which takes a text for a signal if
 * every object has a property of its name, and fails since there is none.
 */
function withSplitNames<T>(part: T, key = ''): T {
  if (typeof part === 'string' && EXPRESSIONS.includes(key)) return inTwoParts(part) as T;
  if (typeof part !== 'object' || part === null) return part;
  if (key === 'values') {
    // Those of an axis or a legend become an expression; those of data are objects.
    const text = typeof (part as readonly unknown[])[0] === 'object' ? '' : JSON.stringify(part);
    const signal = inTwoParts(text);
    return signal === text ? part : ({ signal } as T);
  }
  if (Array.isArray(part)) return part.map((item) => withSplitNames(item)) as T;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, withSplitNames(value, key)]),
  ) as T;
}

function inTwoParts(expression: string): string {
  return expression.replaceAll(NAME_OF_OBJECTS, '"$1" + "$2"');
}

/** Keys of Vega that hold an expression. */
const EXPRESSIONS = ['expr', 'signal', 'test', 'update', 'init'];

/** A text that is such a name, by its first letter and the others; a quote within a text has a backslash before it. */
const NAME_OF_OBJECTS = new RegExp(
  `(?<!\\\\)"(?:${Object.getOwnPropertyNames(Object.prototype)
    .map((name) => `(?=${name}")`)
    .join('|')})(.)(\\w*)"`,
  'g',
);

/** Widths of texts come from a table. Vega's types do not include this switch. */
function measureTextWithoutFonts(): void {
  const { textMetrics } = vega as unknown as { textMetrics: VegaTextMetrics };
  textMetrics.width = (item, text) => {
    const { fontSize = 11, fontWeight } = item;
    return textWidth(String(text ?? ''), fontSize, Number(fontWeight) >= 600 || fontWeight === 'bold');
  };
}

interface VegaTextMetrics {
  width(item: { fontSize?: number; fontWeight?: number | string }, text: unknown): number;
}

/** Removes needless markup, and gives the SVG a name, a font and a colour. Texts stay unchanged. */
function tidySvg(svg: string, title: string): string {
  const [root = ''] = /^<svg[^>]*>/.exec(svg) ?? [];
  const [size] = / width="[\d.]+" height="[\d.]+" viewBox="[^"]*"/.exec(root) ?? [''];
  const rest = svg
    .slice(root.length)
    .replaceAll(TOLD_MARK, '<path$1$3><title>$2</title></path>')
    .replaceAll(/<[^<>]+>/g, (tag) =>
      tag
        .replaceAll(NEEDLESS_ATTRIBUTES, '')
        .replaceAll(PLACES, (place) => place.replaceAll(LONG_DECIMAL, '$1')),
    )
    .replaceAll(/<text(?: [^<>]*)?\/>/g, '')
    .replaceAll(/<path d="(?:[^"]*"|" display="none")\/>/g, '')
    .replaceAll(EMPTY_GROUP, '')
    .replaceAll(EMPTY_GROUP, '');
  const font = escaped(FONT);
  return `<svg xmlns="http://www.w3.org/2000/svg"${size} color="${INK}" font-family="${font}" role="img" aria-label="${escaped(title)}">${fittedTexts(rest)}`;
}

/** A mark that says what it is. Its description becomes a title, which browsers show to whoever points at it. */
const TOLD_MARK = /<path((?: (?!aria-label)[\w-]+="[^"]*")*) aria-label="([^"]*)"((?: [\w-]+="[^"]*")*)\/>/g;

/** Attributes with default values, or without an effect here. */
const NEEDLESS_ATTRIBUTES =
  / (?:class|role|aria-[a-z]+|pointer-events|font-family|opacity="1"|stroke-miterlimit|stroke-width="1")(?:="[^"]*")?(?=[ />])/g;

const EMPTY_GROUP = /<g(?: [^<>]*)?><\/g>/g;

/** Attributes that hold lengths and places. */
const PLACES = / (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"/g;

/** More decimals of a pixel than can be seen. */
const LONG_DECIMAL = /(\d\.\d)\d+/g;
