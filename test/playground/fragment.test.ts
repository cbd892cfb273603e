import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromFragment, toFragment } from '../../src/playground/fragment.ts';
import type { Setting } from '../../src/playground/state.ts';

const whole = fc.nat({ max: 10_000 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const text = fc.string({ unit: 'grapheme', maxLength: 400 });
const setting: fc.Arbitrary<Setting> = fc.record(
  {
    name: text,
    text,
    variant: whole,
    picture: whole,
    shift: fc.tuple(finite, finite),
    at: fc.integer({ min: -1, max: 100 }),
    trace: fc.record({ at: whole, y: whole, x: whole }),
    second: text,
    language: fc.constantFrom('en' as const, 'tr' as const),
    path: fc.record({ claim: whole }),
    files: fc.constant(true),
  },
  { requiredKeys: ['name', 'text', 'variant', 'picture', 'shift', 'at'], noNullPrototype: true },
);

test('a setting comes back from its fragment as it was', () =>
  fc.assert(
    fc.asyncProperty(setting, async (given) => {
      const fragment = await toFragment(given);
      expect(fragment).toMatch(/^#1\.[\w-]+$/);
      expect(await fromFragment(fragment)).toEqual(given);
    }),
  ));

test('a link of before, with the language in the path, opens the page in that language', async () => {
  const plain = { name: 'a', text: '', variant: 0, picture: 0, shift: [0, 0], at: -1 } as const;
  const old = { ...plain, path: { claim: 2, language: 'tr' } };
  expect(await fromFragment(await toFragment(old as never))).toEqual({
    ...plain,
    language: 'tr',
    path: { claim: 2 },
  });
});

test('a fragment that nobody made gives no setting', async () => {
  const packed = await toFragment({ name: 'a', text: '', variant: 0, picture: 0, shift: [0, 0], at: -1 });
  for (const wrong of [
    '',
    '#',
    '#circle',
    '#1.',
    '#1.AAAA',
    '#2.AAAA',
    packed.slice(0, -3),
    packed.replace('#1', '#9'),
  ])
    expect(await fromFragment(wrong), wrong).toBeUndefined();
  await fc.assert(
    fc.asyncProperty(fc.base64String(), async (letters) => {
      const found = await fromFragment(`#1.${letters.replaceAll(/[+/=]/g, '_')}`);
      expect(found === undefined || typeof found.text === 'string').toBe(true);
    }),
  );
});

test('wrong types are no setting: an address can be written by anyone', async () => {
  const right = { name: 'a', text: '', variant: 0, picture: 0, shift: [0, 0], at: -1 };
  const wrong = [
    { variant: -1 },
    { variant: 'x' },
    { shift: [0] },
    { shift: [0, null] },
    { text: 3 },
    { at: 0.5 },
    { trace: { at: 0, y: 0 } },
    { path: { claim: 0, language: 'de' } },
    { language: 'de' },
    { path: { claim: -1 } },
    { second: 4 },
  ];
  expect(await fromFragment(await toFragment(right as never))).toEqual(right);
  for (const change of wrong)
    expect(
      await fromFragment(await toFragment({ ...right, ...change } as never)),
      JSON.stringify(change),
    ).toBeUndefined();
});
