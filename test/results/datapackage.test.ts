import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measures } from '../../src/measure/registry.ts';
import { digestOf, type PackageContents, toDataPackage } from '../../src/results/datapackage.ts';
import { tables } from '../../src/results/tables/registry.ts';

const none = { swept: [], measures: [], set: false };

const contents: PackageContents = {
  name: 'protocols/Circle_1',
  description: 'A circle.',
  experiment: { seed: 0, image: { type: 'circle' } },
  digest: 'sha256:0',
  files: [],
  backend: undefined,
  tables: [
    {
      file: 'protocols/Circle_1.csv',
      title: 'One row per step.',
      columns: tables.summary.columns({ ...none, measures: Object.values(measures) }),
      bytes: 2,
      sha256: 'ab',
    },
    {
      file: 'protocols/Circle_1.shifts.csv',
      title: 'One row per shift.',
      columns: tables.shifts.columns(none),
      bytes: 3,
      sha256: 'cd',
    },
  ],
};

const read = (changes: Partial<PackageContents> = {}) =>
  JSON.parse(toDataPackage({ ...contents, ...changes }));

describe('a data package', () => {
  test('names its tables, in the files beside it', () => {
    const { resources } = read();
    expect(resources.map(({ name, path, title }: Record<string, string>) => [name, path, title])).toEqual([
      ['circle_1', 'Circle_1.csv', 'One row per step.'],
      ['circle_1.shifts', 'Circle_1.shifts.csv', 'One row per shift.'],
    ]);
  });

  test('has names that Frictionless allows: lower case, digits and . _ - /', () => {
    const { name, title, resources } = read();
    expect(title).toBe('protocols/Circle_1');
    for (const each of [name, ...resources.map((resource: { name: string }) => resource.name)])
      expect(each).toMatch(/^[a-z0-9._/-]+$/);
    const names = {
      'Daire-şekli': 'daire-sekli',
      İç: 'ic',
      ılık: 'u131lu131k',
      円: 'u5186',
      'x/한': 'x/u1112u1161u11ab',
    };
    for (const [given, plain] of Object.entries(names)) expect(read({ name: given }).name).toBe(plain);
  });

  test('says of each column its type, unit, formula and source, in the order of the table', () => {
    const [{ schema }] = read().resources;
    const { columns } = contents.tables[0]!;
    expect(schema.fields.map((field: { name: string }) => field.name)).toEqual(
      columns.map(({ name }) => name),
    );
    for (const [i, { identity: _, counts: __, ...column }] of columns.entries()) {
      const rate = column.type === 'rate';
      expect(schema.fields[i]).toEqual({
        ...column,
        type: rate ? 'number' : column.type,
        ...(rate && { constraints: { minimum: 0, maximum: 1 } }),
      });
      expect(['string', 'number', 'integer', 'boolean']).toContain(schema.fields[i].type);
    }
    expect(schema.missingValues).toEqual(['']);
  });

  test('holds the experiment, its digest, and the backend only where it matters', () => {
    expect(read()).toMatchObject({
      profile: 'tabular-data-package',
      description: 'A circle.',
      experiment: contents.experiment,
      digest: 'sha256:0',
    });
    expect(read()).not.toHaveProperty('backend');
    expect(read({ backend: 'wasm' }).backend).toBe('wasm');
    expect(read({ description: undefined })).not.toHaveProperty('description');
  });

  test('is text that ends in a newline, with nothing of time or place in it', () => {
    const text = toDataPackage(contents);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text).toBe(toDataPackage(structuredClone(contents)));
    expect(Object.keys(read())).toEqual([
      'profile',
      'name',
      'title',
      'description',
      'resources',
      'experiment',
      'digest',
    ]);
  });
});

describe('a digest', () => {
  const sha256 = (text: string) => `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;

  test('is the sha256 of canonical JSON', async () => {
    expect(await digestOf({ b: [1, 'é', null], a: { d: true, c: 0.1 } })).toBe(
      sha256('{"a":{"c":0.1,"d":true},"b":[1,"é",null]}'),
    );
    // The example of RFC 8785, section 3.2.3: keys in the order of their UTF-16 code units.
    expect(
      await digestOf({
        '\u20ac': 1,
        '\r': 2,
        '\ufb33': 3,
        '1': 4,
        '\ud83d\ude00': 5,
        '\u0080': 6,
        '\u00f6': 7,
      }),
    ).toBe(sha256('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}'));
  });

  test('does not mind the order of keys, but everything else', async () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(value, async (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(await digestOf(reversed)).toBe(await digestOf(object));
        expect(await digestOf({ ...object, 'one more': 1 })).not.toBe(await digestOf(object));
      }),
    );
  });
});
