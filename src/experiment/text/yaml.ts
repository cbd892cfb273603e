import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
} from 'yaml';
import { UserError, type Where } from '../../core/error.ts';
import type { Path, Source } from './source.ts';
import { codeOf, type Fail, refuse } from './yaml_rules.ts';
import { saying } from './yaml_words.ts';

const DEEPEST = 64;

/**
 * Reads YAML 1.2 or JSON, and refuses whatever could be misread (see `refuse`).
 *
 * @throws UserError with line and column
 */
export function parseYaml(given: string, file: string): Source {
  const text = given.replace(/^\ufeff/, '');
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const where = (offset: number): Where => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line, column: col };
  };
  const fail: Fail = (message, offset, cause) => {
    throw new UserError([{ message, where: where(offset) }], { cause });
  };

  const control = text.search(FORBIDDEN);
  if (control >= 0) fail(`the character ${codeOf(text, control)} is not allowed.`, control);
  const document = compose(tokenize(text, fail), text, fail);
  refuse(document, fail);
  return {
    value: document.toJS({ maxAliasCount: -1 }),
    locate: (path, part = 'value') => where(offsetOf(document, path, part)),
    keys: (path) => {
      const { node, whole } = follow(document, path);
      return whole && isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
    },
  };
}

/** Everything that is not printable, but for tab and line ends. */
const FORBIDDEN = /(?![\t\n\r\u0085])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

/** The library's composer goes down by recursion, so what is nested too deep must not come to it. */
function tokenize(text: string, fail: Fail): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST) {
      fail(`this is nested more than ${DEEPEST} levels deep.`, parser.offset - lexeme.length);
    }
  }
  return [...tokens, ...parser.end()];
}

/** The only document of the file. */
function compose(tokens: readonly CST.Token[], text: string, fail: Fail): Document.Parsed {
  // Duplicate keys are found by `refuse`: the library compares each key with each other.
  const composer = new Composer({ version: '1.2', uniqueKeys: false, resolveKnownTags: false });
  let document: Document.Parsed | undefined;
  for (const next of composer.compose(tokens, true, text.length) as Iterable<Document.Parsed>) {
    // A second document is reported before what is wrong with the first: it may have been split by mistake.
    if (document) fail('expected one document, not several; split the file here.', next.range[0]);
    document = next;
  }
  const problem = document!.errors[0] ?? document!.warnings[0];
  if (problem) {
    const { message, offset } = saying(problem, text, document!);
    fail(message, offset, problem);
  }
  if (document!.contents === null) fail('the file is empty; expected image, shift, and pool or layers.', 0);
  return document!;
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
