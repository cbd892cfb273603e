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

/** @throws UserError with the place of the offset */
export type Fail = (message: string, offset: number, cause?: unknown) => never;

const MOST_ALIASES = 100;
const MOST_VALUES = 100_000;

/**
 * Refuses what the library would let through, and a reader could take for something else: YAML 1.1, merge keys,
 * keys that are no names, the same key twice, whole numbers that a double cannot hold, invisible characters, and
 * aliases that grow out of bounds.
 *
 * @throws UserError with line and column
 */
export function refuse(document: Document.Parsed, fail: Fail): void {
  const { version } = document.directives.yaml;
  if (version !== '1.2') fail(`expected YAML 1.2, not ${version}.`, 0);
  const aliases: Alias[] = [];
  visit(document, {
    Map: (_, map) => refuseKeys(map, fail),
    Scalar: (_, scalar) => refuseScalar(scalar, fail),
    Alias(_, alias) {
      if (!alias.resolve(document)) {
        fail(`unknown alias *${alias.source}; define it before with &${alias.source}.`, offsetOf(alias));
      }
      aliases.push(alias);
      if (aliases.length > MOST_ALIASES) fail(`more than ${MOST_ALIASES} aliases.`, offsetOf(alias));
    },
  });
  refuseGrowth(document, aliases, fail);
}

function refuseKeys(map: YAMLMap, fail: Fail): void {
  const names = new Set<string>();
  for (const { key } of map.items) {
    const offset = offsetOf(key);
    if (!isScalar(key) || key.value === null) {
      fail('expected a name as the key, not a list, an object or nothing.', offset);
    }
    const name = String(key.value);
    if (name === '<<') fail('merge keys (<<) are not part of YAML 1.2; write the keys out.', offset);
    // 1 and "1" are the same name too.
    if (names.has(name)) fail(`the key ${quoted(name)} stands twice.`, offset);
    names.add(name);
  }
}

function refuseScalar(node: Scalar, fail: Fail): void {
  const { value, source = '' } = node;
  if (typeof value === 'number' && /^[-+]?(\d+(\.\d*)?|0x[\da-f]+|0o[0-7]+)$/i.test(source)) {
    if (!isHeld(source))
      fail(
        `expected a whole number up to 2^53 = 9007199254740992, not ${shortened(source)}.`,
        offsetOf(node),
      );
  }
  if (typeof value !== 'string') return;
  const control = value.search(INVISIBLE);
  if (control >= 0) fail(`the character ${codeOf(value, control)} is not allowed.`, offsetOf(node));
}

/** Beyond 2^53 doubles lie apart, so that the number which is read is not the one that was written. */
function isHeld(source: string): boolean {
  const whole = BigInt(source.replace(/^[-+]/, '').replace(/\..*$/, ''));
  return whole <= 2n ** 53n;
}

/** What can be written with an escape only, and would mislead a terminal or a table. */
const INVISIBLE = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u;

/** `U+0007` */
export function codeOf(text: string, at: number): string {
  return `U+${text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** An alias stands for all that it names: ten to the power of a few, or itself without end. */
function refuseGrowth(document: Document.Parsed, aliases: readonly Alias[], fail: Fail): void {
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
    ? 'stands inside what it names'
    : `stands for too much: written out, the file would have more than ${grouped(MOST_VALUES)} values`;
  fail(`the alias *${worst.source} ${why}.`, offsetOf(worst));
}

function shortened(source: string): string {
  return source.length > 40 ? `${source.slice(0, 39)}…` : source;
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
