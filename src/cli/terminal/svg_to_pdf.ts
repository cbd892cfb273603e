import PDFDocument from 'pdfkit';
import { parseSvg, type SvgNode } from '../../picture/parse_svg.ts';
import { interFiles } from './inter.ts';

/** Points in a pixel: 72 and 96 to the inch. */
const POINTS = 0.75;

type SvgAttributes = Readonly<Record<string, string>>;
type Weight = 400 | 600;

/**
 * Draws an SVG of `renderPlot` as a PDF of one page of its size. Texts are texts, in Inter, of which the PDF holds the used
 * letters. The bytes depend on the SVG alone.
 */
export async function svgToPdf(svg: string): Promise<Uint8Array> {
  const root = parseSvg(svg);
  const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
  const still = new Date(0);
  const document = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    // Without dates and with the same text as its seed, the identifier is the same each time.
    info: {
      Title: root.attributes['aria-label'] ?? '',
      Creator: 'coincide',
      CreationDate: still,
      ModDate: still,
    },
    lang: 'en',
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  const fonts = {
    400: await interFiles(400, 'woff'),
    600: await interFiles(600, 'woff'),
  };
  for (const weight of [400, 600] as const)
    for (const [i, bytes] of fonts[weight].entries())
      document.registerFont(`${weight} ${i}`, Buffer.from(bytes) as unknown as string);
  document.scale(POINTS);
  drawNode(document, root, { color: '#000', fill: '#000', stroke: 'none', ...root.attributes });
  document.end();
  await done;
  return Buffer.concat(chunks);
}

/** SvgAttributes that children take over. */
const INHERITED = ['color', 'fill', 'stroke', 'stroke-width', 'font-size', 'font-weight', 'text-anchor'];

function drawNode(document: PDFKit.PDFDocument, node: SvgNode, inherited: SvgAttributes): void {
  const attributes = {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => INHERITED.includes(name))),
    ...node.attributes,
  };
  document.save();
  applyTransform(document, node.attributes.transform ?? '');
  const shape = SHAPES[node.name];
  if (shape) paintShape(document, shape, attributes);
  else if (node.name === 'text') writeText(document, node, attributes);
  else
    for (const child of node.children) if (typeof child !== 'string') drawNode(document, child, attributes);
  document.restore();
}

/** Elements that outline a path. */
const SHAPES: Readonly<Record<string, (document: PDFKit.PDFDocument, attributes: SvgAttributes) => void>> = {
  path: (document, { d = '' }) => void document.path(d),
  line: (document, { x1 = '0', y1 = '0', x2 = '0', y2 = '0' }) =>
    void document.moveTo(Number(x1), Number(y1)).lineTo(Number(x2), Number(y2)),
  rect: (document, { x = '0', y = '0', width = '0', height = '0' }) =>
    void document.rect(Number(x), Number(y), Number(width), Number(height)),
};

function paintShape(
  document: PDFKit.PDFDocument,
  outline: (document: PDFKit.PDFDocument, attributes: SvgAttributes) => void,
  attributes: SvgAttributes,
): void {
  const [fill, stroke] = [colourOf(attributes, 'fill'), colourOf(attributes, 'stroke')];
  const isLine = attributes.x2 !== undefined || attributes.y2 !== undefined;
  const filled = fill !== undefined && !isLine;
  if (!filled && stroke === undefined) return;
  outline(document, attributes);
  document.fillOpacity(opacityOf(attributes, 'fill')).strokeOpacity(opacityOf(attributes, 'stroke'));
  document.lineWidth(Number(attributes['stroke-width'] ?? 1));
  const dashes = (attributes['stroke-dasharray'] ?? '').split(',').map(Number);
  if (dashes.length === 2 && dashes[1]! > 0) document.dash(dashes[0]!, { space: dashes[1]! });
  if (filled && stroke !== undefined) document.fillAndStroke(fill, stroke);
  else if (filled) document.fill(fill);
  else document.stroke(stroke!);
}

/** Writes a text, or the lines of one: each piece in the first file of Inter that has its letters. */
function writeText(document: PDFKit.PDFDocument, node: SvgNode, attributes: SvgAttributes): void {
  const fill = colourOf(attributes, 'fill');
  if (fill === undefined) return;
  document.fillColor(fill).fillOpacity(opacityOf(attributes, 'fill'));
  const size = Number.parseFloat(attributes['font-size'] ?? '12');
  const weight =
    Number(attributes['font-weight'] ?? 400) >= 600 || attributes['font-weight'] === 'bold' ? 600 : 400;
  let down = 0;
  for (const child of node.children) {
    const text =
      typeof child === 'string' ? child : child.children.filter((one) => typeof one === 'string').join('');
    if (typeof child !== 'string') down += Number(child.attributes.dy ?? 0);
    writeLine(document, text, { size, weight, anchor: attributes['text-anchor'] ?? 'start', down });
  }
}

function writeLine(
  document: PDFKit.PDFDocument,
  text: string,
  { size, weight, anchor, down }: { size: number; weight: Weight; anchor: string; down: number },
): void {
  const runs = fontRuns(document, text, weight);
  const widths = runs.map(([font, run]) => document.font(font).fontSize(size).widthOfString(run));
  const width = widths.reduce((sum, one) => sum + one, 0);
  let x = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  for (const [i, [font, run]] of runs.entries()) {
    document.font(font).fontSize(size).text(run, x, down, { lineBreak: false, baseline: 'alphabetic' });
    x += widths[i]!;
  }
}

/** A text as pieces of one font each. A letter that no file has is written by the first, as its empty box. */
function fontRuns(
  document: PDFKit.PDFDocument,
  text: string,
  weight: Weight,
): [font: string, text: string][] {
  const runs: [string, string][] = [];
  for (const letter of text) {
    const font =
      FONT_FILES.map((i) => `${weight} ${i}`).find((name) => hasLetter(document, name, letter)) ??
      `${weight} 0`;
    const last = runs.at(-1);
    if (last && (last[0] === font || letter === ' ')) last[1] += letter;
    else runs.push([font, letter]);
  }
  return runs;
}

const FONT_FILES = [0, 1, 2, 3, 4];

/** PDFKit's types do not include the font that it opened. */
function hasLetter(document: PDFKit.PDFDocument, font: string, letter: string): boolean {
  document.font(font);
  const { _font } = document as unknown as {
    _font: { font: { hasGlyphForCodePoint(code: number): boolean } };
  };
  return _font.font.hasGlyphForCodePoint(letter.codePointAt(0)!);
}

function applyTransform(document: PDFKit.PDFDocument, text: string): void {
  for (const [, name, values = ''] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0] = values.split(/[\s,]+/).map(Number);
    if (name === 'translate') document.translate(a, b);
    else if (name === 'rotate') document.rotate(a);
    else if (name === 'scale') document.scale(a, b || a);
    else throw new Error(`a figure has the transformation ${name}, which PDF does not have here`);
  }
}

function colourOf({ color, ...attributes }: SvgAttributes, what: 'fill' | 'stroke'): string | undefined {
  const given = attributes[what] ?? 'none';
  if (given === 'none' || given === 'transparent') return undefined;
  const named = given === 'currentColor' ? (color ?? '#000') : given;
  const [, ...parts] = /^rgb\((\d+), ?(\d+), ?(\d+)\)$/.exec(named) ?? [];
  if (parts.length === 0) return named;
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
}

function opacityOf(attributes: SvgAttributes, what: 'fill' | 'stroke'): number {
  return Number(attributes[`${what}-opacity`] ?? 1) * Number(attributes.opacity ?? 1);
}
