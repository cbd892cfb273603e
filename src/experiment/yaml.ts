import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  visit,
} from 'yaml';
import { didYouMean, UserError, type Where } from '../error.ts';
import type { Path, Source } from './source.ts';

const DEEPEST = 64;
const MOST_ALIASES = 100;

/**
 * Reads YAML 1.2 or JSON, and refuses whatever could be misread: warnings are errors, so are merge keys, tags,
 * control characters, and whole numbers that a double cannot hold.
 *
 * @throws UserError with line and column
 */
export function parseYaml(text: string, file: string): Source {
  const lines = new LineCounter();
  const where = (offset: number): Where => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line, column: col };
  };
  const fail = (message: string, offset: number, cause?: unknown): never => {
    throw new UserError([{ message, where: where(offset) }], { cause });
  };

  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const control = text.search(FORBIDDEN);
  if (control >= 0) fail(`control character U+${hex(text.codePointAt(control)!)} is not allowed.`, control);
  const deep = tokens.map((token) => deeperThan(DEEPEST, token)).find((offset) => offset !== undefined);
  if (deep !== undefined) fail(`nested more than ${DEEPEST} levels deep.`, deep);

  const documents = [
    ...new Composer({ prettyErrors: false, version: '1.2' }).compose(tokens),
  ] as Document.Parsed[];
  const [document, second] = documents;
  if (second) fail('expected one document; split the file at this "---".', second.range[0]);
  if (!document || document.contents === null) {
    return fail('is empty; expected an experiment: image, shift, and pool or layers.', 0);
  }
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) fail(inWords(problem.code, problem.message, text, problem.pos), problem.pos[0], problem);
  refuse(document, fail);
  return {
    value: document.toJS({ maxAliasCount: -1 }),
    locate: (path, part = 'value') => where(offsetOf(document, path, part)),
    keys: (path) => {
      const node = follow(document, path).node;
      return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
    },
  };
}

/** Everything that is not printable, but for tab and line ends. */
const FORBIDDEN = /(?![\t\n\r\u0085])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

/** Where a token is nested too deep, found without recursion: the library's composer has a stack to overflow. */
function deeperThan(limit: number, token: CST.Token): number | undefined {
  const open: [token: CST.Token, depth: number][] = [[token, 0]];
  while (open.length > 0) {
    const [next, depth] = open.pop()!;
    if (depth > limit) return next.offset;
    if (next.type === 'document' && next.value) open.push([next.value, depth]);
    if (!('items' in next)) continue;
    for (const item of next.items) {
      if ('key' in item && item.key) open.push([item.key, depth + 1]);
      if (item.value) open.push([item.value, depth + 1]);
    }
  }
  return undefined;
}

/** What the library would let through. */
function refuse(document: Document.Parsed, fail: (message: string, offset: number) => never): void {
  let aliases = 0;
  visit(document, {
    Pair(_, { key }) {
      const offset = (key as Node | null)?.range?.[0] ?? 0;
      if (!isScalar(key)) fail('expected a name as the key, not a list or an object.', offset);
      else if (key.value === '<<')
        fail('merge keys (<<) are not part of YAML 1.2; write the keys out.', offset);
    },
    Scalar(_, node) {
      const { value, source = '' } = node;
      if (
        typeof value === 'number' &&
        Number.isInteger(value) &&
        !Number.isSafeInteger(value) &&
        /^[-+]?[0-9a-fox]+$/i.test(source)
      ) {
        fail(
          `whole numbers are exact up to 2^53 = 9007199254740992 only, not ${shorten(source)}.`,
          node.range?.[0] ?? 0,
        );
      }
    },
    Alias(_, alias) {
      const offset = alias.range?.[0] ?? 0;
      if (!alias.resolve(document))
        fail(`unknown alias *${alias.source}; define it before with &${alias.source}.`, offset);
      if (++aliases > MOST_ALIASES) fail(`more than ${MOST_ALIASES} aliases.`, offset);
    },
  });
  if (aliases > 0 && expandedSize(document) > 100_000)
    fail('the aliases expand to more than 100,000 values.', 0);
}

/** How many nodes there are once every alias stands for what it names. Anchors come first, so this ends. */
function expandedSize(document: Document.Parsed): number {
  const sizes = new Map<unknown, number>();
  const size = (node: unknown): number => {
    if (isAlias(node)) return size(node.resolve(document));
    if (isPair(node)) return size(node.value);
    if (!isCollection(node)) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    sizes.set(node, Number.POSITIVE_INFINITY);
    const total = node.items.reduce((sum: number, item) => sum + size(item), 1);
    sizes.set(node, total);
    return total;
  };
  return size(document.contents);
}

/** The node at a path, through aliases, or the last one on the way; and the pair that holds it. */
function follow(
  document: Document.Parsed,
  path: Path,
): { node: unknown; pair: Pair | undefined; whole: boolean } {
  let node: unknown = document.contents;
  let pair: Pair | undefined;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (!isCollection(node)) return { node, pair, whole: false };
    const inner = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
      : node.items[Number(key)];
    if (inner === undefined) return { node, pair, whole: false };
    pair = isPair(inner) ? inner : undefined;
    node = isPair(inner) ? (inner.value ?? inner.key) : inner;
  }
  return { node, pair, whole: true };
}

function offsetOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): number {
  const { node, pair, whole } = follow(document, path);
  const shown = part === 'key' && whole && pair ? pair.key : node;
  return (shown as Node | null)?.range?.[0] ?? 0;
}

/** The library's messages, where they can be said better. */
function inWords(code: string, message: string, text: string, [from]: [number, number]): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `the key "${/^[^\s:,}]+/.exec(text.slice(from))?.[0] ?? ''}" stands twice.`;
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent; use spaces.';
    case 'TAG_RESOLVE_FAILED': {
      const tag = /^\S+/.exec(text.slice(from))?.[0] ?? '';
      return `unknown tag ${tag}${didYouMean(tag, ['!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map']) || '; experiments need none.'}`;
    }
    default:
      return `${message.charAt(0).toLowerCase()}${message.slice(1)}.`;
  }
}

function shorten(source: string): string {
  return source.length > 40 ? `${source.slice(0, 37)}…` : source;
}
