import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Path } from '../../../src/experiment/text/source.ts';
import { parseYaml } from '../../../src/experiment/text/yaml.ts';

const lines = (text: string) => text.split('\n');

/** What stands in a text where a part of it is located. */
function textAt(text: string, path: Path, part?: 'key' | 'value'): string {
  const { line, column } = parseYaml(text, 'x.yaml').locate(path, part)!;
  return lines(text)[line! - 1]!.slice(column! - 1);
}

/** Every scalar of a value, with its path. */
function* leaves(value: unknown, path: Path = []): Generator<[Path, unknown]> {
  if (typeof value !== 'object' || value === null) yield [path, value];
  else for (const [key, part] of Object.entries(value)) yield* leaves(part, [...path, key]);
}

const word = fc.string({ unit: fc.constantFrom(...'abc "\'#é😀-'), minLength: 1, maxLength: 4 });
const scalar = fc.oneof(word, fc.integer({ min: -99, max: 99 }), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(word, tie('tree'), { maxKeys: 3 }),
  ),
}));
const file = fc.dictionary(word, tree, { minKeys: 1, maxKeys: 4 });
const style = fc.record({
  collectionStyle: fc.constantFrom('block' as const, 'flow' as const),
  indent: fc.constantFrom(2, 4),
  defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
  lineWidth: fc.constant(0),
});

describe('a text that is read', () => {
  test('gives its value, and each scalar of it stands where it is located', () => {
    fc.assert(
      fc.property(file, style, (value, options) => {
        const text = stringify(value, options);
        expect(parseYaml(text, 'x.yaml').value).toEqual(value);
        for (const [path, leaf] of leaves(value)) {
          const found = textAt(text, path);
          expect([path, stringOf(found)]).toEqual([path, stringOf(stringify(leaf, options))]);
        }
      }),
    );
  });

  test('means the same as JSON, with a byte-order mark, with CRLF, with tabs', () => {
    fc.assert(
      fc.property(
        file,
        fc.constantFrom(undefined, 2, '\t'),
        fc.boolean(),
        fc.boolean(),
        (value, indent, bom, crlf) => {
          const text = JSON.stringify(value, null, indent);
          const written = `${bom ? '\ufeff' : ''}${crlf ? text.replaceAll('\n', '\r\n') : text}`;
          const source = parseYaml(written, 'x.json');
          expect(source.value).toEqual(value);
          for (const [path, leaf] of leaves(value)) {
            const { line, column } = source.locate(path)!;
            const found = lines(text)[line! - 1]!.slice(column! - 1);
            expect(found.startsWith(JSON.stringify(leaf))).toBe(true);
          }
        },
      ),
    );
  });
});

/** The beginning of a written scalar: up to where flow style or a comment may go on. */
function stringOf(text: string): string {
  return /^("(\\.|[^"\\])*"|'(''|[^'])*'|[^,\]}\n:]+)/.exec(text.trimStart())?.[0].trimEnd() ?? text.trim();
}

describe('a place', () => {
  const text = `# comment
image: &circle { type: circle, radius: 20 }
against: *circle
layers:
  - max_pool
  - repeat: { times: 2, layers: [relu, *again] }
  - &again { type: avg_pool, strides: 1 }
shift:
`.replace(', *again', '');

  test('is that of the value, or of its key', () => {
    expect(textAt(text, ['image', 'radius'])).toBe('20 }');
    expect(textAt(text, ['image', 'radius'], 'key')).toBe('radius: 20 }');
    expect(textAt(text, ['layers', 0])).toBe('max_pool');
    expect(textAt(text, ['layers', 1, 'repeat', 'layers', '0'])).toBe('relu] }');
    expect(textAt(text, ['layers', 2, 'strides'])).toBe('1 }');
  });

  test('is where an alias leads to, for what is in it', () => {
    expect(textAt(text, ['against'])).toBe('*circle');
    expect(textAt(text, ['against', 'radius'])).toBe('20 }');
    expect(parseYaml(text, 'x.yaml').value).toMatchObject({ against: { radius: 20 } });
  });

  test('of what is not there is where it would belong', () => {
    expect(textAt(text, ['image', 'center'])).toBe('{ type: circle, radius: 20 }');
    expect(textAt(text, ['image', 'center', 0], 'key')).toBe('{ type: circle, radius: 20 }');
    expect(textAt(text, ['pool', 'type'])).toBe('image: &circle { type: circle, radius: 20 }');
    expect(textAt(text, ['layers', 7])).toBe('- max_pool');
    expect(parseYaml(text, 'x.yaml').locate(['shift'])).toEqual({ file: 'x.yaml', line: 8, column: 7 });
  });
});

test('keys come in the order of the file, numbers or not', () => {
  const { keys } = parseYaml(
    'sweep: { b: 1, 10: 1, 2: 1, "1": 1, a: 1, 1.5: 1, true: 1 }\nlist: [1]',
    'x.yaml',
  );
  expect(keys([])).toEqual(['sweep', 'list']);
  expect(keys(['sweep'])).toEqual(['b', '10', '2', '1', 'a', '1.5', 'true']);
  expect(keys(['list'])).toEqual([]);
  expect(keys(['nowhere'])).toEqual([]);
});

test.each<[string, unknown]>([
  ['a: yes', { a: 'yes' }],
  ['a: 010', { a: 10 }],
  ['a: 0x10', { a: 16 }],
  ['a: 0o17', { a: 15 }],
  ['a: 1_000', { a: '1_000' }],
  ['a: 2001-12-14', { a: '2001-12-14' }],
  ['a: 9007199254740992', { a: 2 ** 53 }],
  ['a: -9007199254740992', { a: -(2 ** 53) }],
  ['a: "9007199254740993"', { a: '9007199254740993' }],
  ['a: 1e30', { a: 1e30 }],
  ['a: !!str 1', { a: '1' }],
  ['a: [\n  1,\n]', { a: [1] }],
  ['a: "x\\ty\\n"', { a: 'x\ty\n' }],
  ['%YAML 1.2\n---\na: 1', { a: 1 }],
  ['--- \na: 1\n...\n', { a: 1 }],
  ['a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
])('%j is YAML 1.2', (text, value) => {
  expect(parseYaml(text, 'x.yaml').value).toEqual(value);
});

test('nesting is allowed to a depth of 63 lists, aliases to a hundred', () => {
  const nested = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;
  expect(() => parseYaml(nested(63), 'x.yaml')).not.toThrow();
  expect(() => parseYaml(nested(64), 'x.yaml')).toThrow(
    'x.yaml:1:64: this is nested more than 64 levels deep.',
  );
  const aliased = (n: number) => `a: &a 1\nb: [${Array(n).fill('*a').join(', ')}]`;
  expect(parseYaml(aliased(100), 'x.yaml').value).toEqual({ a: 1, b: Array(100).fill(1) });
  expect(() => parseYaml(aliased(101), 'x.yaml')).toThrow('x.yaml:2:405: more than 100 aliases.');
});
