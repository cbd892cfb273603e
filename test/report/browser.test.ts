import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, closePages, without } from '../support/browser.ts';
import { cli } from '../support/cli/coincide.ts';
import { filesBelow, project } from '../support/files.ts';
import { scaled } from '../support/time.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What an attacker, or a poet, would write. */
const HOSTILE = [
  '<script>window.ran = 1</script>',
  '"><img src=x onerror="window.ran = 1">',
  "' onmouseover='window.ran = 1",
  '👩🏽‍🔬 emoji',
  'שלום עולם',
  '\u202eright to left',
  '</style><style>*{display:none}',
  ']]>--><!-- & &amp; `code` [link](javascript:window.ran=1)',
] as const;

const hostile = `
description: ${JSON.stringify(HOSTILE.join(' '))}
image: circle
shift: { max: 1 }
trials: all
pool: { type: max_pool, depth: 2 }
sweep:
  image.radius: { ${HOSTILE.map((name, i) => `${JSON.stringify(name)}: ${20 + i}`).join(', ')} }
expect:
  - { metric: classes, at: { image.radius: ${JSON.stringify(HOSTILE[0])} }, max: 2 }
`;

describe.skipIf('why' in browser)(`a report in a browser${without}`, () => {
  let chromium: Browser;
  let folder: string;
  const page = async (file: string, options: Parameters<Browser['newPage']>[0] = {}) => {
    const opened = await chromium.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    opened.setDefaultTimeout(scaled(30));
    const said: string[] = [];
    opened.on('console', (message) => said.push(message.text()));
    opened.on('pageerror', (error) => said.push(String(error)));
    opened.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) said.push(`asked for ${request.url()}`);
      if (request.url().startsWith('file:') && !request.url().includes(file))
        said.push(`read ${request.url()}`);
    });
    await opened.goto(pathToFileURL(join(folder, file)).href);
    return { opened, said };
  };

  beforeAll(async () => {
    if ('why' in browser) return;
    chromium = browser;
    folder = mkdtempSync(join(tmpdir(), 'coincide-report-'));
    writeFileSync(join(folder, 'hostile.yaml'), hostile);
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [cli, 'report', '-q', ...args], { cwd: folder, encoding: 'utf8' });
    // The protocols' networks take long, and no kind of part is in their reports alone.
    const files = filesBelow(join(project, 'experiments'))
      .filter((name) => name.endsWith('.yaml') && !name.startsWith('protocols/'))
      .map((name) => join(project, 'experiments', name));
    const all = run(...files, '--against', join(project, 'results'), '-o', 'all.html');
    expect(all.stderr).toContain('wrote all.html');
    expect(run('hostile.yaml', '-o', 'hostile.html').status).toBe(1);
    const wide = {
      trials: 'all',
      shift: { max: 1 },
      pool: 'max_pool',
      image: { type: 'noise', size: [24, 400] },
    };
    writeFileSync(join(folder, 'wide.yaml'), JSON.stringify(wide));
    expect(run('wide.yaml', '-o', 'wide.html').stderr).toContain('wrote wide.html');
  }, scaled(180));

  afterAll(async () => {
    await closePages();
    rmSync(folder, { recursive: true, force: true });
  });

  test('says nothing on the console, asks for nothing, and shows every picture', async () => {
    const { opened, said } = await page('all.html');
    const pictures = await opened.evaluate(() =>
      Promise.all(
        [...document.images].map((image) =>
          image.decode().then(() => image.naturalWidth > 0 && image.alt !== ''),
        ),
      ),
    );
    expect(pictures.length).toBeGreaterThan(300);
    expect(pictures.every(Boolean)).toBe(true);
    expect(said).toEqual([]);
    await opened.close();
  });

  test('has links that lead somewhere, and downloads that are what they say', async () => {
    const { opened } = await page('all.html');
    const dead = await opened.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')]
        .map(({ hash }) => decodeURIComponent(hash.slice(1)))
        .filter((id) => !document.getElementById(id)),
    );
    expect(dead).toEqual([]);
    await opened.locator('nav a', { hasText: 'circle-range' }).click();
    expect(new URL(opened.url()).hash).toBe('#circle-range');
    const csv = opened.locator('[id="circle-range"] a[download="circle-range.csv"]');
    const [download] = await Promise.all([opened.waitForEvent('download'), csv.click()]);
    expect(download.suggestedFilename()).toBe('circle-range.csv');
    const bytes = readFileSync(await download.path());
    expect(bytes.equals(readFileSync(join(project, 'results/circle-range.csv')))).toBe(true);
    const links = await opened
      .locator('[id="circle-range"] a[download]')
      .evaluateAll((all) => all.map((a) => a.getAttribute('download')));
    expect(links).toEqual(['circle-range.csv', 'circle-range.yaml', 'circle-range.svg', 'circle-range.png']);
    await opened.close();
  });

  test('is not wider than a screen of 1280, 768 and 320 pixels', async () => {
    const { opened } = await page('all.html');
    await openAll(opened);
    for (const width of [1280, 768, 320]) {
      await opened.setViewportSize({ width, height: 800 });
      expect(await opened.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    }
    await opened.close();
  });

  test(
    'has no finding of axe-core, tables and files open, in light and in dark',
    async () => {
      const { opened } = await page('all.html', { colorScheme: 'light' });
      const paper = () => opened.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await openAll(opened);
      expect(await findings(opened)).toEqual([]);
      expect(await paper()).toBe('rgb(255, 255, 255)');
      await opened.emulateMedia({ colorScheme: 'dark' });
      // The page is the same but for its colours.
      expect(await findings(opened, ['cat.color'])).toEqual([]);
      expect(await paper()).toBe('rgb(20, 23, 27)');
      await opened.close();
    },
    scaled(120),
  );

  test('tells a column’s meaning, unit and formula where its name is pointed at or focused', async () => {
    const { opened } = await page('all.html');
    const table = opened.locator('[id="circle-exact"] details.table');
    await table.locator('summary').click();
    const name = table.locator('th button', { hasText: /^match_rate$/ });
    const shown = opened.locator('.defs p:visible');
    expect(await shown.count()).toBe(0);
    await name.focus();
    expect(await shown.allTextContents()).toEqual([expect.stringMatching(/^match_rate: .*Formula: /)]);
    await name.blur();
    await table.locator('th button', { hasText: /^classes$/ }).hover();
    expect(await shown.allTextContents()).toEqual([expect.stringMatching(/^classes: /)]);
    await opened.close();
  });

  test('prints pages, with the tables that are closed on the screen', async () => {
    const { opened } = await page('all.html');
    const pdf = await opened.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const count = [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page[^s]/g)].length;
    expect(count).toBeGreaterThan(20);
    await opened.emulateMedia({ media: 'print' });
    expect(await opened.locator('[id="circle"] details.table table').isVisible()).toBe(true);
    await opened.close();
  });

  // A4 is 210 mm wide, 794 pixels; browsers leave 10 to 15 mm at either side.
  test.each([680, 718])(
    'on paper of %i pixels is nothing cut, and tables have their key columns',
    async (width) => {
      const { opened } = await page('all.html', { viewport: { width, height: 1000 } });
      await opened.emulateMedia({ media: 'print' });
      const { wide, tables } = await opened.evaluate(() => ({
        wide: [...document.querySelectorAll('main *')]
          .filter((one) => one.getBoundingClientRect().width > 1)
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
          .map((one) => `${one.closest('article')?.id} ${one.tagName} ${one.className}`),
        tables: [...document.querySelectorAll<HTMLElement>('details.table')].map((table) => ({
          id: table.closest('article')!.id,
          printed: [...table.querySelectorAll<HTMLElement>('th')]
            .filter((one) => one.checkVisibility())
            .map((one) => one.textContent),
          count: table.querySelectorAll('th').length,
          says: [...table.querySelectorAll('.on-paper')].map(
            (one) => one.checkVisibility() && one.textContent,
          ),
        })),
      }));
      expect(wide).toEqual([]);
      expect(tables.length).toBeGreaterThan(20);
      for (const { id, printed, count, says } of tables) {
        expect(printed, id).toEqual(expect.arrayContaining(['depth', 'layer', 'trials', 'match_rate']));
        const csv = `${id.slice(id.lastIndexOf('/') + 1)}.csv`;
        const words = `On paper the table has ${printed.length} of its ${count} columns; all are in ${csv}.`;
        expect(says, id).toEqual(printed.length < count ? [words] : []);
      }
      await opened.close();
    },
  );

  test('has low rows for wide pictures, and squares for others', async () => {
    const heights = async (file: string, frames: string) => {
      const { opened } = await page(file);
      const all = await opened
        .locator(frames)
        .evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().height));
      await opened.close();
      return all;
    };
    const wide = await heights('wide.html', '.strip .frame');
    expect(wide.length).toBeGreaterThan(3);
    expect(Math.max(...wide)).toBeLessThan(40);
    expect(Math.min(...(await heights('all.html', '[id="circle"] .strip .frame')))).toBe(128);
  });

  test('shows hostile names as text, and runs nothing', async () => {
    const { opened, said } = await page('hostile.html');
    const seen = await opened.evaluate(() => ({
      ran: (window as { ran?: number }).ran,
      text: document.body.textContent,
      scripts: document.querySelectorAll('script:not([type])').length,
      odd: document.querySelectorAll('[onerror], [onmouseover], iframe, script[src], img[src="x"]').length,
      styles: document.querySelectorAll('style').length,
    }));
    expect(seen).toMatchObject({ ran: undefined, scripts: 1, odd: 0, styles: 1 });
    for (const name of HOSTILE) expect(seen.text).toContain(name);
    const labels = await opened.locator('svg text').allTextContents();
    expect(labels.join('\n')).toContain(HOSTILE[4]);
    expect(await opened.locator('article h2').isVisible()).toBe(true);
    expect(said).toEqual([]);
    expect(await findings(opened)).toEqual([]);
    // The policy would stop it even if it stood in the page: it is put there by hand.
    const { opened: broken } = await page('hostile.html');
    await broken.evaluate(() => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="https://example.invalid/x" onerror="window.ran = 1">',
      );
    });
    expect(await broken.evaluate(() => (window as { ran?: number }).ran)).toBe(undefined);
    await Promise.all([opened.close(), broken.close()]);
  });

  async function openAll(opened: Page): Promise<void> {
    await opened.evaluate(() => {
      for (const one of document.querySelectorAll('details')) one.open = true;
    });
  }

  /** What axe-core finds, by all of its rules or by those of some categories. */
  async function findings(opened: Page, categories?: string[]): Promise<string[]> {
    await opened.evaluate(axe);
    return opened.evaluate(async (tags) => {
      const { violations } = await (window as any).axe.run(document, {
        resultTypes: ['violations'],
        ...(tags && { runOnly: tags }),
      });
      return violations.map(
        (one: any) =>
          `${one.id}: ${one.nodes
            .slice(0, 3)
            .map((node: any) => node.html)
            .join(' ')}`,
      );
    }, categories);
  }
});
