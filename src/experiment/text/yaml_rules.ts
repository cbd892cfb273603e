import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isPair,
  isScalar,
  type Node,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { grouped, quoted } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import type { Mistake } from '../../core/mistake.ts';
import { written } from '../remedies/written.ts';
import { yamlComment } from './comments.ts';
import { spacedFlow } from './flow_text.ts';
import { templateMistake } from './templates.ts';

/** @throws UserError with the line and column of the offset */
export type Fail = (mistake: Mistake, offset: number, cause?: unknown) => never;

export const COMMENT = 'a comment begins with "#", and JSON has none';

const MOST_ALIASES = 100;
const MOST_VALUES = 100_000;

/**
 * Refuses YAML that the library accepts but that people misread: YAML 1.1, merge keys, keys that are not names,
 * duplicate keys, whole numbers that a double cannot hold, invisible characters, and aliases that expand to very large
 * values.
 *
 * @throws UserError with line and column
 */
export function requireUnambiguous(document: Document.Parsed, text: string, fail: Fail): void {
  const { version } = document.directives.yaml;
  if (version !== '1.2') fail({ expected: 'YAML 1.2', value: version, remedy: 'remove the line %YAML' }, 0);
  const aliases: Alias[] = [];
  visit(document, {
    Map: (_, map, path) => {
      requireNames(map, document, text, fail);
      requireSpaces(map, path, text, fail);
    },
    Scalar: (_, scalar) => requireExact(scalar, fail),
    Alias(_, alias) {
      if (!alias.resolve(document)) {
        const quotedLine = quotedText(lineAt(text, offsetOf(alias)));
        const remedy = quotedLine ?? `define it before with &${alias.source}`;
        fail({ problem: `unknown alias *${alias.source}`, remedy }, offsetOf(alias));
      }
      aliases.push(alias);
      if (aliases.length > MOST_ALIASES)
        fail({ problem: `more than ${MOST_ALIASES} aliases` }, offsetOf(alias));
    },
  });
  requireSmall(document, aliases, fail);
}

function requireNames(map: YAMLMap, document: Document.Parsed, text: string, fail: Fail): void {
  const names = new Set<string>();
  for (const { key } of map.items) {
    const offset = offsetOf(key);
    if (!isScalar(key) || key.value === null) {
      const template = templateMistake(lineAt(text, offset));
      if (template) fail(template, offset);
      fail({ expected: 'a name as the key', value: 'a list, an object or nothing' }, offset);
    }
    const name = String(key.value);
    const comment = key.type === 'PLAIN' ? yamlComment(text, offset) : undefined;
    if (name.startsWith('//') || comment !== undefined)
      fail({ problem: COMMENT, remedy: comment && `write ${comment}` }, offset);
    if (name === '<<') {
      const merged = mergedText(map, document);
      const remedy = `write the keys out${merged === undefined ? '' : `: ${merged}`}`;
      fail({ problem: 'merge keys (<<) are not part of YAML 1.2', remedy }, offset);
    }
    // 1 and "1" are the same name too.
    if (names.has(name)) requireBrackets(map, text, fail);
    if (names.has(name))
      fail({ problem: `duplicate key ${quoted(name)}`, remedy: 'keep one of them' }, offset);
    names.add(name);
  }
}

/** Refuses `{ pool_size: (2, 2), strides: (2, 2) }`, whose commas make a key `2)` of each pair. */
function requireBrackets(map: YAMLMap, text: string, fail: Fail): void {
  const [start, end] = map.range!;
  const given = text.slice(start, end);
  const bracketed = given.replaceAll(/\(([^()[\]{}]*)\)/g, '[$1]');
  const cut = map.items.find(({ value }) => isScalar(value) && String(value.value).startsWith('('));
  if (map.flow && cut && bracketed !== given && !bracketed.includes('\n'))
    fail({ problem: 'a pair has square brackets', remedy: `write ${bracketed}` }, offsetOf(cut.value));
}

/** Refuses `{type:circle}`, which is one key without a value. */
function requireSpaces(map: YAMLMap, path: readonly unknown[], text: string, fail: Fail): void {
  if (!map.flow) return;
  const tight = map.items.find(
    ({ key, value }) =>
      isScalar(key) &&
      key.type === 'PLAIN' &&
      (value as Node | null)?.range?.[0] === (value as Node | null)?.range?.[1] &&
      /^[a-z_][\w.]*:\S/i.test(String(key.value)),
  );
  if (!tight) return;
  const whole = (path.find((node) => isCollection(node) && node.flow) ?? map) as Node;
  const [start, end] = whole.range!;
  const remedy = `write ${spacedFlow(text.slice(start, end))}`;
  fail({ problem: 'a space belongs after the colon', remedy }, offsetOf(tight.key));
}

function requireExact(node: Scalar, fail: Fail): void {
  const { value, source = '' } = node;
  if (typeof value === 'number' && /^[-+]?(\d+(\.\d*)?|0x[\da-f]+|0o[0-7]+)$/i.test(source)) {
    if (!isHeld(source))
      fail(
        { expected: 'a whole number up to 2^53 = 9007199254740992', value: shortened(source) },
        offsetOf(node),
      );
  }
  if (typeof value !== 'string') return;
  const control = value.search(INVISIBLE);
  if (control >= 0)
    fail({ problem: `the character ${codeOf(value, control)} is not allowed` }, offsetOf(node));
}

/** Whether a double holds the whole number as it is written. Beyond 2^53 it may be rounded. */
function isHeld(source: string): boolean {
  const whole = BigInt(source.replace(/^[-+]/, '').replace(/\..*$/, ''));
  return whole <= 2n ** 53n;
}

/** Characters that only an escape can write, and that would mislead a terminal or a table. */
const INVISIBLE = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

/** `U+0007` */
export function codeOf(text: string, at: number): string {
  return `U+${text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Refuses aliases that make the value very large, or infinite: an alias inside the part that it names. */
function requireSmall(document: Document.Parsed, aliases: readonly Alias[], fail: Fail): void {
  if (aliases.length === 0) return;
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
  if (size(document.contents) <= MOST_VALUES) return;
  const worst = aliases.reduce((a, b) => (size(b) > size(a) ? b : a));
  const endless = size(worst) === Number.POSITIVE_INFINITY;
  const why = endless
    ? 'is inside the part that it names'
    : `is too large: written out, the file would have more than ${grouped(MOST_VALUES)} values`;
  fail({ problem: `the alias *${worst.source} ${why}` }, offsetOf(worst));
}

/** The text of a description in quotes, as what to write; undefined for any other line. */
export function quotedText(line: string): string | undefined {
  const [, value] = /^\s*description:\s+(\S.*)$/.exec(line) ?? [];
  if (value === undefined) return undefined;
  const inner = /^"(.*)"$/.exec(value)?.[1] ?? value;
  return `write ${inner.includes('"') && !inner.includes("'") ? `'${inner}'` : JSON.stringify(inner)}`;
}

function shortened(source: string): string {
  return source.length > 40 ? `${source.slice(0, 39)}…` : source;
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}

/** The text of the line that holds an offset. @example lineAt('seed: 1\ntrials: 9', 10) // 'trials: 9' */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  return /^[^\n]*/.exec(text.slice(text[offset] === '\n' ? offset : start))![0].trimEnd();
}

/**
 * An object with the keys that its merge key (`<<: *part`) brings, in one line; undefined where it is long, or where a
 * part is no object.
 */
function mergedText(map: YAMLMap, document: Document.Parsed): string | undefined {
  try {
    const { '<<': parts, ...own } = map.toJS(document, { maxAliasCount: MOST_IN_MERGE });
    const merged = Object.assign({}, ...[parts].flat().toReversed(), own);
    const isWhole = [parts].flat().every(isObject) && !Object.hasOwn(merged, '<<');
    return isWhole ? written(merged) : undefined;
  } catch {
    // An alias that is not defined, or that is inside of itself.
    return undefined;
  }
}

const MOST_IN_MERGE = 100;
