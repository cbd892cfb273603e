import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { parseDataPackage, requireSameRun } from '../../src/results/read_datapackage.ts';
import { hashOf } from '../support/check/package_of.ts';

const parse = (text: string) => parseDataPackage({ path: 'x.datapackage.json', text });
const written = (table: string, hash = `sha256:${hashOf(table)}`) =>
  parse(JSON.stringify({ experiment: {}, resources: [{ path: 'a.csv', hash }, { path: 'a.shifts.csv' }] }));

describe('a data package', () => {
  test('gives the experiment, the files, and hash and formulas of each table', () => {
    const fields = [{ name: 'match_low', formula: 'p' }, { name: 'step' }];
    const content = {
      experiment: { seed: 0 },
      sources: [{ path: 'a.png', hash: 'sha256:12' }],
      resources: [{ path: 'a.csv', bytes: 3, hash: 'sha256:34', schema: { fields } }],
    };
    expect(parse(JSON.stringify(content))).toEqual({
      experiment: { seed: 0 },
      sources: new Map([['a.png', '12']]),
      tables: new Map([
        [
          'a.csv',
          {
            hash: 'sha256:34',
            formulas: new Map([
              ['match_low', 'p'],
              ['step', ''],
            ]),
          },
        ],
      ]),
    });
  });

  test.each([
    ['{', 'this is not JSON; run the experiment again and commit.'],
    ['', 'this is not JSON; run the experiment again and commit.'],
    ['null', 'it does not hold the experiment; run the experiment again and commit.'],
    ['[]', 'it does not hold the experiment; run the experiment again and commit.'],
    ['{"experiment": []}', 'it does not hold the experiment; run the experiment again and commit.'],
    [
      `{"experiment": {"a": ${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
      'it is nested more than 200 levels deep; run the experiment again and commit.',
    ],
  ])('that is damaged is refused: %.30s', (text, message) => {
    expect(() => parse(text)).toThrow(
      new UserError([{ message, where: { file: 'x.datapackage.json', line: 1 } }]),
    );
  });

  test('is not taken for a deep one by brackets in its texts', () => {
    const description = `${'['.repeat(1000)}"${'{'.repeat(1000)}\\`;
    expect(parse(JSON.stringify({ experiment: { description } })).experiment).toEqual({ description });
  });

  test('may hold a long text, and names that are no texts', () => {
    const long = 'x'.repeat(2 ** 24);
    expect(parse(JSON.stringify({ experiment: { description: `${long}\\"[` } })).experiment).toEqual({
      description: `${long}\\"[`,
    });
    // JavaScript cannot make a text of it.
    const odd = { toString: 1, valueOf: 1 };
    const schema = { fields: [{ name: odd, formula: odd }] };
    const content = {
      experiment: {},
      sources: [{ path: odd, hash: odd }],
      resources: [{ path: odd, schema }],
    };
    expect([...parse(JSON.stringify(content)).tables.keys()]).toEqual(['']);
  });

  test('of any JSON is read or refused in a sentence', () => {
    const parts = fc.constantFrom(
      'resources',
      'sources',
      'experiment',
      'schema',
      'fields',
      'path',
      'hash',
      'name',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(parts, fc.constantFrom('constructor', '__proto__', 'toString')), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (content) => {
        try {
          parse(JSON.stringify(content));
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a table and its data package', () => {
  const table = 'a,b\n1,"x\n"\n';
  const file = (text: string, path = 'results/a.csv') => ({ path, text });

  test('are of one run if the hash is that of the table, also with line ends of Windows', async () => {
    await requireSameRun(file(table), written(table));
    await requireSameRun(file(table.replaceAll('\n', '\r\n'), 'results\\a.csv'), written(table));
  });

  test('are of different runs if it is another, or the package does not name the table', async () => {
    const message = 'table and package are of different runs; run the experiment again and commit both.';
    const failure = (path: string) => new UserError([{ message, where: { file: path } }]);
    await expect(requireSameRun(file(`${table}2,y\n`), written(table))).rejects.toThrow(
      failure('results/a.csv'),
    );
    await expect(requireSameRun(file(table, 'a.shifts.csv'), written(table))).rejects.toThrow(
      failure('a.shifts.csv'),
    );
  });

  test('of an earlier version, without hashes, are taken as they are', async () => {
    const earlier = parse(JSON.stringify({ experiment: {}, resources: [{ path: 'a.csv' }] }));
    await requireSameRun(file(table), earlier);
  });
});
