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
import { refusePointer } from '../../core/lfs_pointer.ts';
import { refuseConflicts } from '../../core/merge_conflict.ts';
import { formatMistake, type Mistake } from '../../core/mistake.ts';
import { TOML, writtenWhole } from '../remedies/written_whole.ts';
import { refuseLookalikes } from './lookalikes.ts';
import type { Path, Source } from './source.ts';
import { tomlObject } from './toml.ts';
import { codeOf, type Fail, requireUnambiguous } from './yaml_rules.ts';
import { explainSyntaxError } from './yaml_words.ts';

const MAX_YAML_DEPTH = 64;

/**
 * Reads YAML 1.2 or JSON, and refuses everything that could be misread (see `requireUnambiguous`).
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
  const fail: Fail = (mistake, offset, cause) => {
    throw new UserError([{ message: formatMistake(mistake), where: where(offset) }], { cause });
  };

  refusePointer(text, file);
  refuseConflicts(text, file, 'keep one side, and remove the lines of <<<<<<<, ======= and >>>>>>>');
  const control = text.search(FORBIDDEN);
  if (control >= 0) fail({ problem: `the character ${codeOf(text, control)} is not allowed` }, control);
  refuseLookalikes(text, fail);
  const document = compose(tokenize(text, fail), text, fail);
  requireUnambiguous(document, text, fail);
  return {
    value: document.toJS({ maxAliasCount: -1 }),
    locate: (path, part = 'value') => where(offsetAt(document, path, part)),
    text: (path) => {
      const { node, whole } = follow(document, path);
      return whole && isScalar(node) ? node.source : undefined;
    },
    keys: (path) => {
      const { node, whole } = follow(document, path);
      return whole && isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
    },
  };
}

/** Every character that is not printable, except tab and line ends. */
const FORBIDDEN = /(?![\t\n\r\u0085])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

/** The tokens of a text. Deep nesting is refused here, because the library's composer is recursive. */
function tokenize(text: string, fail: Fail): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_YAML_DEPTH) {
      fail(
        { problem: `this is nested more than ${MAX_YAML_DEPTH} levels deep` },
        parser.offset - lexeme.length,
      );
    }
  }
  return [...tokens, ...parser.end()];
}

/** The only document of the file. */
function compose(tokens: readonly CST.Token[], text: string, fail: Fail): Document.Parsed {
  // `requireUnambiguous` finds duplicate keys: the library would compare each key with all others.
  const composer = new Composer({ version: '1.2', uniqueKeys: false, resolveKnownTags: false });
  let document: Document.Parsed | undefined;
  for (const next of composer.compose(tokens, true, text.length) as Iterable<Document.Parsed>) {
    // A second document is reported before mistakes in the first, which may be one half of a document.
    if (document) {
      const isEnd = /^(---\s*)*$/.test(text.slice(next.range[0]));
      const remedy = isEnd ? 'remove the "---" at its end' : 'split the file here';
      fail({ expected: 'one document', value: 'several', remedy }, next.range[0]);
    }
    document = next;
  }
  const problem = document!.errors[0] ?? document!.warnings[0];
  if (problem) {
    const toml = tomlMistake(text);
    if (toml) fail(toml, 0, problem);
    const { mistake, offset } = explainSyntaxError(problem, text, document!);
    fail(mistake, offset, problem);
  }
  if (document!.contents === null)
    fail({ problem: 'the file is empty', expected: 'image, shift, and pool or layers' }, 0);
  return document!;
}

/** The mistake that a text is TOML, with the whole of it as YAML; undefined for any other text. */
function tomlMistake(text: string): Mistake | undefined {
  const found = tomlObject(text);
  return found && { problem: TOML, remedy: writtenWhole(found) };
}

/** The node at a path, with aliases resolved, and the pair that holds it. If not `whole`, the path ends there early. */
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

function offsetAt(document: Document.Parsed, path: Path, part: 'key' | 'value'): number {
  const { node, pair, whole } = follow(document, path);
  const shown = part === 'key' && whole && pair ? pair.key : node;
  return (shown as Node | null)?.range?.[0] ?? 0;
}
