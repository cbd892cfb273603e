import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadBackend } from '../../src/backend/load.ts';
import type { ReportEntry } from '../../src/report/entry.ts';
import { reportPage } from '../../src/report/page.ts';
import { plotsOf } from '../../src/report/plots.ts';
import type { Row } from '../../src/results/columns.ts';
import { capture } from '../../src/run/capture.ts';
import { browser, closePages, without } from '../support/browser.ts';
import { readFile } from '../support/running.ts';
import { scaled } from '../support/time.ts';

const small = { image: { type: 'circle', size: 16 }, shift: { max: 1 }, trials: 'all' };
const pool = (depth: number) => ({ pool: { type: 'max_pool', depth } });

async function entryOf(name: string, file: object): Promise<ReportEntry> {
  const backend = await loadBackend('cpu');
  const experiment = { ...readFile({ ...small, ...pool(2), ...file }), name };
  const snapshot = await capture(experiment, { backend: async () => backend }, { most: 6, some: 2 });
  const { columns, rows } = snapshot.result.table;
  const plots = await plotsOf({ experiment: name, columns, rows });
  const common = { path: `${name}.yaml`, source: '', plots, plotPng: new Uint8Array() };
  return { ...snapshot, ...common, count: experiment.variants.length };
}

/** An entry with its rows so many times over, each with a depth of its own. */
function manyRows(entry: ReportEntry, count: number): ReportEntry {
  const { table } = entry.result;
  const rows = Array.from(
    { length: count },
    (_, i): Row => ({ ...table.rows[i % table.rows.length]!, depth: i }),
  );
  return { ...entry, result: { ...entry.result, table: { ...table, rows } } };
}

describe.skipIf('why' in browser)(`the controls of a report${without}`, () => {
  let chromium: Browser;
  let folder: string;
  let sweep: ReportEntry;
  const said: string[] = [];

  const open = async (html: string, hash = '', options: Parameters<Browser['newPage']>[0] = {}) => {
    const path = join(folder, `${Math.random()}.html`);
    writeFileSync(path, html);
    const page = await chromium.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    page.setDefaultTimeout(scaled(30));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(pathToFileURL(path).href))
        said.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(path).href + hash);
    return page;
  };
  const options = { version: '1' };
  const tableOf = (page: Page, name = 'sweep') => page.locator(`[id="${name}"] details.table`);
  const cells = (page: Page, column: number) =>
    tableOf(page).locator(`tbody tr:not(.room):not(.group) td:nth-child(${column})`).allTextContents();

  beforeAll(async () => {
    if ('why' in browser) return;
    chromium = browser;
    folder = mkdtempSync(join(tmpdir(), 'coincide-page-'));
    sweep = await entryOf('sweep', {
      sweep: { 'image.radius': [3, 5, 7], 'pool.type': ['max_pool', 'avg_pool'] },
      expect: [{ metric: 'match_rate', at: { depth: 2 }, min: 0.99 }],
    });
  }, scaled(60));

  afterAll(async () => {
    await closePages();
    if (folder) rmSync(folder, { recursive: true, force: true });
    // Nothing was asked for, and nothing went wrong, in any of the tests.
    expect(said).toEqual([]);
  });

  test('show only some verdicts, what a search finds, and both again by the address', async () => {
    const holds = await entryOf('holds', { expect: [{ metric: 'classes', min: 1 }] });
    const silent = await entryOf('silent', { description: 'Expects nothing at all.' });
    const html = await reportPage([silent, holds, sweep], options);
    const page = await open(html);
    const shown = () => page.locator('main article:visible').evaluateAll((all) => all.map(({ id }) => id));
    const index = () => page.locator('.index li:visible a').allTextContents();
    // What fails comes first.
    expect(await shown()).toEqual(['sweep', 'silent', 'holds']);
    await page.getByRole('button', { name: 'Only what fails 1' }).click();
    expect([await shown(), await index()]).toEqual([['sweep'], ['sweep']]);
    await page.getByRole('button', { name: 'Holds 1' }).click();
    expect(await shown()).toEqual(['holds']);
    await page.getByRole('button', { name: 'All 3' }).click();
    expect((await shown()).length).toBe(3);
    await page.getByRole('searchbox', { name: 'Search experiments' }).fill('nothing at');
    expect(await shown()).toEqual(['silent']);
    expect(await page.locator('.filters [role=status]').textContent()).toBe('1 of 3 experiments shown');
    const again = await open(html, new URL(page.url()).hash);
    expect(await again.locator('main article:visible').evaluateAll((all) => all.map(({ id }) => id))).toEqual(
      ['silent'],
    );
    await Promise.all([page.close(), again.close()]);
  });

  test('sort, filter and group a table, hide its constant columns, and keep its head in sight', async () => {
    const html = await reportPage([sweep], options);
    const page = await open(html);
    const table = tableOf(page);
    await table.locator('summary').click();
    const rates = sweep.result.table.rows.map(({ match_rate }) => match_rate!);
    const names = await table.locator('thead th').allTextContents();
    const at = names.indexOf('match_rate') + 1;
    await table.getByRole('button', { name: 'match_rate' }).click();
    expect((await cells(page, at)).map(Number)).toEqual(
      [...rates].sort((a, b) => a - b).map((rate) => Number(rate.toPrecision(6))),
    );
    expect(await table.locator('th', { hasText: /^match_rate/ }).getAttribute('aria-sort')).toBe('ascending');
    await table.getByRole('button', { name: 'match_rate' }).click();
    expect((await cells(page, at)).map(Number)[0]).toBe(Math.max(...rates));
    await table.getByRole('searchbox').fill('pool.type=max_pool depth>=1');
    expect(await table.locator('[role=status]').textContent()).toBe('6 of 18 rows');
    await table.getByLabel('Group by').selectOption('depth');
    expect((await table.locator('tr.group').allTextContents()).sort()).toEqual([
      'depth 1 (3)',
      'depth 2 (3)',
    ]);
    const before = await table.locator('thead th:visible').count();
    await table.getByLabel(/Hide \d+ columns/).check();
    const after = await table.locator('thead th:visible').allTextContents();
    expect(after.length).toBeLessThan(before);
    expect(after).not.toContain('channels');
    // The address shows the same table.
    const again = await open(html, new URL(page.url()).hash);
    expect(await tableOf(again).locator('tbody tr:not(.room)').allTextContents()).toEqual(
      await table.locator('tbody tr:not(.room)').allTextContents(),
    );
    await Promise.all([page.close(), again.close()]);
  });

  test('compare two variants: strips, maps, and numbers with their difference', async () => {
    const html = await reportPage([sweep], options);
    const page = await open(html);
    await page.getByRole('button', { name: 'Compare two variants' }).click();
    const [first, second] = ['image.radius 3, pool.type max_pool', 'image.radius 7, pool.type max_pool'];
    await page.getByRole('combobox', { name: 'Pinned' }).selectOption(first!);
    await page.getByRole('combobox', { name: 'beside' }).selectOption(second!);
    const pair = page.locator('.pair');
    const headings = [first, second, 'Difference of the strips', 'Difference of the maps'];
    await expect.poll(() => pair.locator('h4').allTextContents()).toEqual(headings);
    expect(await pair.locator('.strip').count()).toBe(2);
    expect(await pair.locator('tr[data-variant] img').count()).toBe(6);
    const rows = sweep.result.table.rows.filter((row) => row['pool.type'] === 'max_pool' && row.depth === 2);
    const [one, other] = [3, 7].map(
      (radius) => rows.find((row) => row['image.radius'] === radius)!.active_fraction!,
    );
    const line = page
      .locator('.beside .data tbody tr', { hasText: 'depth 2, max_pool' })
      .filter({ hasText: 'active_fraction' });
    const [, , a, b, change] = await line.locator('td').allTextContents();
    expect([Number(a), Number(b)]).toEqual([one, other].map((value) => Number(value!.toPrecision(6))));
    expect(Number(change!.replace('−', '-'))).toBeCloseTo(other! - one!, 3);
    const again = await open(html, new URL(page.url()).hash);
    await expect.poll(() => again.locator('.pair h4').allTextContents()).toEqual(headings);
    await again.getByRole('button', { name: 'Close' }).click();
    expect(await again.locator('.pair').count()).toBe(0);
    await Promise.all([page.close(), again.close()]);
  });

  test('show the difference of two strips and of two maps, cell by cell', async () => {
    const page = await open(await reportPage([sweep], options));
    const names = ['image.radius 3, pool.type max_pool', 'image.radius 7, pool.type max_pool'];
    await page.getByRole('button', { name: 'Compare two variants' }).click();
    await page.getByRole('combobox', { name: 'Pinned' }).selectOption(names[0]!);
    await page.getByRole('combobox', { name: 'beside' }).selectOption(names[1]!);
    const [one, other] = names.map((name) => sweep.pictured.find((variant) => variant.name === name)!);
    // Both strips show the same shifts.
    expect(other!.strip.shifts).toEqual(one!.strip.shifts);
    const strips = page.locator('.pair > div', { hasText: 'Difference of the strips' });
    for (const [row] of one!.strip.shifts.entries())
      for (const [i, { outputs }] of one!.strip.steps.entries()) {
        const [a, b] = [outputs[row]!.data, other!.strip.steps[i]!.outputs[row]!.data];
        const differing = [...a].map((value, at) => value !== b[at]);
        const cell = strips.locator('tbody tr').nth(row).locator('td').nth(i);
        const drawn = () =>
          cell.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
            const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
            return Array.from({ length: data.length / 4 }, (_, at) => data[4 * at + 1]! > 100);
          });
        // Bright where values of 0 and 1 meet, dark where they are equal. It is drawn once the pictures are decoded.
        await expect.poll(drawn, { message: `${row} ${i}`, timeout: scaled(20) }).toEqual(differing);
        const count = differing.filter((one) => one).length;
        expect(await cell.locator('small').textContent()).toBe(
          count === 0 ? 'same' : `${count} of ${a.length} differ`,
        );
      }
    const maps = page.locator('.pair > div', { hasText: 'Difference of the maps' });
    const words = one!.maps.map(({ shiftClasses }, i) => {
      const theirs = other!.maps[i]!.shiftClasses.classOf;
      const own = Array.from(shiftClasses.classOf);
      const only = (a: boolean, b: boolean) =>
        own.filter((found, s) => (found === 0) === a && (theirs[s] === 0) === b).length;
      return `${only(true, false)} in the pinned one only, ${only(false, true)} in the other only`;
    });
    expect(await maps.locator('small').allTextContents()).toEqual(words);
    expect(new Set(words).size).toBeGreaterThan(1);
    await page.close();
  });

  test('say how to see a variant that has no pictures', async () => {
    const { pictured } = sweep;
    const page = await open(await reportPage([{ ...sweep, pictured: pictured.slice(0, 2) }], options));
    const why = (await page.locator('.why').textContent())!;
    expect(why).toContain(
      `2 of ${sweep.count} variants have pictures; for more: coincide report sweep.yaml --strips ${sweep.count}, for another: coincide report sweep.yaml`,
    );
    await page.getByRole('button', { name: 'Compare two variants' }).click();
    const name = pictured.at(-1)!.name;
    await page.getByRole('combobox', { name: 'Pinned' }).selectOption(name);
    const [radius, type] = name.split(', ').map((text) => text.replace(' ', '='));
    await expect
      .poll(() => page.locator('.pair > div').first().textContent())
      .toContain(`to see them: coincide report sweep.yaml --variant "${radius}" --variant "${type}"`);
    await page.close();
  });

  test('tell the value below the pointer: in a plot, in a strip, in a map', async () => {
    const page = await open(await reportPage([sweep], options));
    const tip = page.locator('.tip');
    const image = page.locator('.strip img[data-values]').first();
    await image.scrollIntoViewIfNeeded();
    const box = (await image.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2 + 1);
    const [, height, width] = [
      0,
      Number(await image.getAttribute('data-height')),
      Number(await image.getAttribute('data-width')),
    ];
    const values = (await image.getAttribute('data-values'))!.split(' ');
    const [y, x] = [height / 2, width / 2];
    expect(await tip.textContent()).toBe(`(${y}, ${x}): ${values[y * width + x]}`);
    const map = page.locator('.maps img').first();
    await map.scrollIntoViewIfNeeded();
    const square = (await map.boundingBox())!;
    await page.mouse.move(square.x + square.width / 2, square.y + square.height / 2);
    expect(await tip.textContent()).toBe('(0, 0): same as unshifted');
    await page.mouse.move(square.x + 3, square.y + 3);
    expect(await tip.textContent()).toMatch(/^\(-1, -1\): (same as unshifted|class \d+)$/);
    const mark = page.locator('.plots svg path[data-tip]').first();
    await mark.scrollIntoViewIfNeeded();
    await mark.hover();
    expect(await tip.textContent()).toMatch(
      /^image\.radius \d, pool\.type \w+, depth \d, \w+: match_rate [\d.]+$/,
    );
    // What was scrolled away has no tip: on a phone nothing else would end it.
    await page.mouse.wheel(0, -200);
    await tip.waitFor({ state: 'hidden' });
    await page.close();
  });

  // A4 is 297 mm high: at least 1,000 pixels between the margins. Browsers leave 10 to 15 mm at either side.
  test.each([680, 718])(
    'leave room for three strips or plots on paper of %i pixels, each whole',
    async (width) => {
      const page = await open(await reportPage([sweep], options), '', { viewport: { width, height: 1000 } });
      await page.emulateMedia({ media: 'print' });
      const boxes = (selector: string) =>
        page.locator(selector).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      const strips = await boxes('details.variant');
      expect(strips.length).toBe(5);
      expect(Math.max(...strips.map(({ height }) => height))).toBeLessThan(1000 / 3);
      const frames = await boxes('details.variant .frame');
      expect(Math.min(...frames.map(({ width: across }) => across))).toBeGreaterThan(48);
      const plots = await boxes('.plots figure');
      expect(Math.max(...plots.map(({ height }) => height))).toBeLessThan(1000 / 3);
      const kept = await page
        .locator('details.variant, .plots figure, tr')
        .evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).breakInside))]);
      expect(kept).toEqual(['avoid']);
      await page.close();
    },
  );

  test.each([1600, 2560])(
    'use the width of a screen of %i pixels: plots stand side by side',
    async (width) => {
      const page = await open(await reportPage([sweep], options), '', { viewport: { width, height: 1300 } });
      const plots = await page
        .locator('.plots figure')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
      expect(plots.length).toBeGreaterThan(1);
      expect(plots[1]!.top).toBe(plots[0]!.top);
      const main = await page.locator('main').evaluate((one) => one.getBoundingClientRect().width);
      expect(main / width).toBeGreaterThan(0.85);
      await page.close();
    },
  );

  test('do without the script: all is readable, and a long table says where the rest is', async () => {
    const html = await reportPage([manyRows(sweep, 1000)], options);
    const page = await open(html, '', { javaScriptEnabled: false });
    expect(await page.locator('.controls:visible, .beside:visible button').count()).toBe(0);
    await page.locator('details.table summary').click();
    expect(await page.locator('details.table tbody tr').count()).toBe(200);
    expect(await page.locator('.rest').textContent()).toBe(
      'These are the first 200 rows; 800 more are in sweep.csv.',
    );
    expect(await page.locator('.strip img').first().isVisible()).toBe(true);
    await page.close();
  });

  test(
    'hold 100,000 rows in a page below 30 MB, and sort them',
    async () => {
      const html = await reportPage([manyRows(sweep, 100_000)], options);
      expect(Buffer.byteLength(html)).toBeLessThan(30_000_000);
      const page = await open(html);
      const table = tableOf(page);
      await table.locator('summary').click();
      await table
        .locator('[role=status]', { hasText: '100000 of 100000 rows' })
        .waitFor({ timeout: scaled(30) });
      const depth = (await table.locator('thead th').allTextContents()).indexOf('depth') + 1;
      await table.getByRole('button', { name: 'depth' }).click();
      await table.getByRole('button', { name: 'depth' }).click();
      expect((await cells(page, depth))[0]).toBe('99999');
      // Few of the rows are elements; the last ones are drawn when they come into sight.
      expect(await table.locator('tbody tr').count()).toBeLessThan(200);
      await table.locator('.scroll').evaluate((region) => region.scrollTo(0, region.scrollHeight));
      await expect.poll(async () => (await cells(page, depth)).at(-1), { timeout: scaled(20) }).toBe('0');
      const [head, region] = await Promise.all([
        table.locator('thead th').first().boundingBox(),
        table.locator('.scroll').boundingBox(),
      ]);
      expect(Math.abs(head!.y - region!.y)).toBeLessThan(3);
      await page.close();
    },
    scaled(120),
  );

  test(
    'draw 300 variants in a time that a plain page of as many cells needs many times',
    async () => {
      const entry = await entryOf('sweep', { sweep: { seed: Array.from({ length: 300 }, (_, i) => i) } });
      const html = await reportPage([entry], options);
      const rows = entry.result.table.rows.map(
        (row) =>
          `<tr>${Object.values(row)
            .map((cell) => `<td>${cell}</td>`)
            .join('')}</tr>`,
      );
      const plain = `<!doctype html><table>${rows.join('')}</table>`;
      const timed = async (text: string, work: (page: Page) => Promise<unknown>) => {
        const began = performance.now();
        const page = await open(text);
        await work(page);
        const took = performance.now() - began;
        await page.close();
        return took;
      };
      const calibration = Math.min(await timed(plain, async () => 0), await timed(plain, async () => 0));
      const works = async (page: Page) => {
        await tableOf(page).locator('summary').click();
        await tableOf(page).getByRole('button', { name: 'match_rate' }).click();
        await tableOf(page).locator('[role=status]', { hasText: '900 of 900 rows' }).waitFor();
      };
      const took = Math.min(await timed(html, works), await timed(html, works), await timed(html, works));
      expect(took / calibration).toBeLessThan(30);
    },
    scaled(120),
  );
});
