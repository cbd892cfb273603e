import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ImageKind } from '../../src/image/kind.ts';
import { images } from '../../src/image/registry.ts';
import { measures } from '../../src/measure/registry.ts';

const page = readFileSync(new URL('../../docs/pictures.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text]) => text!);

test('each kind of picture has an example in docs/pictures.md, and it is valid', () => {
  const kinds = examples.map((text) => {
    const { type, ...options } = parse(text).image;
    const kind = (images as Record<string, ImageKind>)[type]!;
    expect(v.safeParse(kind.options, options).issues).toBeUndefined();
    return type;
  });
  const made = Object.entries<ImageKind>(images).flatMap(([name, { load }]) => (load ? [name] : []));
  expect([...new Set(kinds)].sort()).toEqual(made.sort());
});

test('the measures of classes are named there', () => {
  const labelled = Object.entries(measures).flatMap(([name, { labels }]) => (labels ? [name] : []));
  expect(labelled.length).toBeGreaterThan(2);
  for (const name of labelled) expect(page).toContain(`| \`${name}\` |`);
});
