import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { project } from './files.ts';
import { drop, type OpenOptions, type ServedPlayground } from './playground.ts';
import { scaled } from './time.ts';

/** States of the page that together show every text of it. Each is reached by what no language names. */
export const pageStates: Readonly<Record<string, { at: string; reach(page: Page): Promise<void> }>> = {
  forms: {
    at: '#circle-exact',
    async reach(page) {
      await page.locator('.drag').first().press('ArrowDown');
      await page.locator('.drag').first().press('ArrowLeft');
      await page.locator('.trace').last().press('Enter');
      await page.locator('[id="shift.max"]').fill('2');
    },
  },
  'two stacks': {
    at: '#random-cnn',
    async reach(page) {
      await page.locator('.part').last().getByRole('button').click();
      await page.locator('.drag').nth(1).waitFor();
      await page.locator('.map').nth(1).waitFor();
      await page.locator('.drag').first().press('ArrowUp');
    },
  },
  'a repeated group, and a mistake': {
    at: '#circle-exact',
    async reach(page) {
      await write(
        page,
        'image: circle\nshift: { max: 1 }\nlayers: [{ repeat: { times: 2, layers: [max_pool] } }]\nexpect: [{ match_ratee: 1 }]\n',
      );
      await page.locator('.aside').waitFor();
      await page.locator('#tab-change').click();
    },
  },
  'a broken file': {
    at: '#circle-exact',
    async reach(page) {
      await write(page, 'image: [');
      await page.locator('.failure').waitFor();
      await page.locator('#tab-change').click();
      await page.locator('.wait').waitFor();
    },
  },
  'the file': {
    at: '#circle-exact',
    async reach(page) {
      const folder = join(project, 'experiments/models');
      const files = ['max.onnx', 'fashion200.png'].map(
        (name) => [name, readFileSync(join(folder, name))] as const,
      );
      await drop(page, Object.fromEntries(files));
      await page.locator('#tab-text').click();
      await page.locator('.actions button').first().click();
      await page.locator('.notice').waitFor();
    },
  },
  'the table': {
    at: '#circle-range',
    async reach(page) {
      await page.locator('#tab-table').click();
      await page.locator('.verdicts li').first().waitFor();
      await page.locator('.tables .part').nth(1).locator('button').first().click();
      await page.locator('.plot svg').waitFor();
    },
  },
  'the guided path': {
    at: '#path',
    async reach(page) {
      await page.locator('.path [aria-expanded]').click();
      await page.locator('.answer').waitFor();
    },
  },
  'a network': {
    at: '#models/edges',
    async reach(page) {
      await page
        .locator('.map')
        .first()
        .waitFor({ timeout: scaled(30) });
    },
  },
};

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#tab-text').click();
  await page.locator('#experiment-file').fill(text);
}

/** Opens a page and brings it into a state. */
export async function reachState(
  served: ServedPlayground,
  name: string,
  options: OpenOptions = {},
): Promise<Page> {
  const { at, reach } = pageStates[name]!;
  const { page } = await served.open(at, { ...options, watched: true });
  await page
    .locator('.map')
    .first()
    .waitFor({ timeout: scaled(30) });
  await reach(page);
  return page;
}
