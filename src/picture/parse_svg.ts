/** An element of an SVG document, with its attributes and children; texts are unescaped. */
export interface SvgNode {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (SvgNode | string)[];
}

/** The tree of an SVG document that this package wrote: well-formed, without comments, with quoted attributes. */
export function parseSvg(svg: string): SvgNode {
  const root = { name: '', attributes: {}, children: [] as (SvgNode | string)[] };
  const open = [root];
  for (const [, close, name, attributes = '', empty, text] of svg.matchAll(PIECES)) {
    const parent = open.at(-1)!;
    if (close) open.pop();
    else if (text !== undefined) parent.children.push(unescaped(text));
    else {
      const node = { name: name!, attributes: attributesIn(attributes), children: [] };
      parent.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const [first] = root.children;
  if (open.length !== 1 || typeof first !== 'object') throw new Error('this SVG is not well-formed');
  return first;
}

/** An end tag, a start tag with its attributes and perhaps its end, or a text. */
const PIECES = /<(?:(\/)[\w-]+|([\w-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/)?)>|([^<]+)/g;

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A text as it was before `escaped`. */
export function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(x?)([\da-f]+)|(\w+));/gi, (whole, hex, code, name) =>
    name === undefined
      ? String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10))
      : (ENTITIES[name] ?? whole),
  );
}
