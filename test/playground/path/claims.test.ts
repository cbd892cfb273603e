import { expect, test } from 'vitest';
import { parseExperiment, run } from '../../../src/index.ts';
import { secondText } from '../../../src/playground/file/second.ts';
import { lessonClaims } from '../../../src/playground/path/claims.ts';

const claim = (name: string) => lessonClaims.find((one) => one.name === name)!;
/** A column of the table of a claim, by step; with a change of its text. */
async function column(name: string, metric: string, change = (text: string) => text): Promise<unknown[]> {
  const { table } = await run(parseExperiment(change(claim(name).text)));
  return table.rows.map((row) => row[metric]);
}

test('there are seven claims, each in English and in Turkish, with nothing left out', () => {
  expect(lessonClaims).toHaveLength(7);
  for (const { words } of lessonClaims)
    for (const language of ['en', 'tr'] as const)
      for (const text of Object.values(words[language])) expect(text.length).toBeGreaterThan(4);
});

test('condensing raises the share of active values, by a maximum and by an average', async () => {
  const [, , relu, pooled] = await column('condense', 'active_fraction');
  expect(pooled as number).toBeGreaterThan(relu as number);
  const average = await column('condense', 'active_fraction', (text) => text.replace('max_pool', 'avg_pool'));
  expect(average[3] as number).toBeGreaterThan(relu as number);
});

test('two dots at distance 2 share a cell never, at half and at three quarters of the places', async () => {
  const [one, two] = ['[[32, 16], [32, 18]]', '[[32, 16]]'];
  const text = claim('two-dots').text.replace(/\n/, `\nagainst: { type: dots, at: ${two} }\n`);
  expect(text).toContain(one);
  const { table } = await run(parseExperiment(text));
  expect(table.rows.slice(1, 4).map((row) => row.against_rate)).toEqual([0, 0.5, 0.75]);
});

test('the circle has 49, 49, 49, 45 and 1 classes by depth', async () => {
  expect(await column('circle', 'classes')).toEqual([49, 49, 49, 45, 1]);
});

test('up to 4 pixels, 12 of 81 shifts differ; a circle of radius 24 fails at the first pixel', async () => {
  expect((await column('circle-range', 'matches')).at(-1)).toBe(81 - 12);
  const smaller = (text: string) =>
    text.replace('image: circle', 'image: { type: circle, radius: 24 }').replace('max: 4', 'max: 1');
  expect((await column('circle-range', 'matches', smaller)).at(-1)).toBeLessThan(9);
});

test('a global average of 5×5 maps is 25 times fewer numbers, and stays while the disc is in the frame', async () => {
  const [, maps, mean] = await column('global-average', 'height');
  expect([maps, mean]).toEqual([5, 1]);
  expect((await column('global-average', 'match_rate')).at(-1)).toBe(1);
  const further = (text: string) => text.replace('max: 4', 'max: 9');
  expect((await column('global-average', 'match_rate', further)).at(-1)).toBeLessThan(1);
});

test('strides of 1, 2 and 3 leave 25, 9 and 1 classes; same and valid differ in the grid', async () => {
  const strides = (n: number) => (text: string) => text.replaceAll('strides: 2', `strides: ${n}`);
  for (const [n, classes] of [
    [1, 25],
    [2, 9],
    [3, 1],
  ] as const)
    expect((await column('strides-padding', 'classes', strides(n))).at(-1), `strides ${n}`).toBe(classes);
  expect((await column('strides-padding', 'matches')).at(-1)).toBe(9);
  const { text, second } = claim('strides-padding');
  const { table } = await run(parseExperiment(secondText({ text, second })));
  expect(table.rows.at(-1)).toMatchObject({ classes: 9, matches: 1 });
});
