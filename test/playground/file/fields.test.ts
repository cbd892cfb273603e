import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { comparisons } from '../../../src/compare/registry.ts';
import { images } from '../../../src/image/registry.ts';
import { layers } from '../../../src/layers/registry.ts';
import { formFields, itemOf, type JsonSchema, kindsOf } from '../../../src/playground/file/fields.ts';
import { project } from '../../support/files.ts';

const schema = JSON.parse(readFileSync(join(project, 'schema.json'), 'utf8')) as JsonSchema;
const property = (name: string) => schema.properties![name]!;

test.each([
  ['image', property('image'), Object.keys(images)],
  ['layers', itemOf(property('layers'), schema), Object.keys(layers)],
  ['compare', property('compare'), Object.keys(comparisons)],
])('the forms of %s know every kind, each with its options', (_, given, names) => {
  const kinds = kindsOf(given, schema);
  expect(kinds.map(({ name }) => name).sort()).toEqual(names.sort());
});

test('a field takes what the schema of its option takes', () => {
  const circle = kindsOf(property('image'), schema).find(({ name }) => name === 'circle')!;
  const field = (name: string) => circle.fields.find((one) => one.name === name)!;
  expect(field('filled')).toMatchObject({ boolean: true, default: false });
  expect(field('radius')).toMatchObject({ number: { least: 0, whole: false }, more: false });
  expect(field('value')).toMatchObject({ words: ['random'], number: {}, default: 1 });
  expect(field('size')).toMatchObject({ number: { whole: true }, more: true, default: 64 });
  const shift = formFields(property('shift'), schema);
  expect(shift.find(({ name }) => name === 'fill_mode')).toMatchObject({
    words: ['constant', 'nearest', 'reflect', 'wrap'],
    default: 'constant',
  });
  expect(shift.every(({ description }) => description.endsWith('.'))).toBe(true);
});
