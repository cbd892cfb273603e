import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { browser } from '../test/support/browser.ts';
import { lessonPages, lessonPictures } from './lesson/lesson.ts';

/**
 * Makes the README's pictures, and the lesson's pages and pictures: `npm run build && npx tsx tools/pictures.ts [folder]`. With a folder it also puts
 * screenshots of the whole report there, wide and narrow, light and dark, to be looked at after a change.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const [, , folder] = process.argv;
const work = mkdtempSync(join(tmpdir(), 'coincide-pictures-'));

const cli = join(root, 'dist/cli.js');
const coincide = (...args: string[]) =>
  execFileSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });

const range = 'experiments/circle-range.yaml';
coincide('show', range, '--variant', 'shift.max=4', '--png', 'docs/strip.png');
coincide('show', range, '--variant', 'shift.max=4', '--map', '--png', 'docs/map.png');
coincide(
  ...['plot', 'experiments/protocols/sensitivity-map.yaml', '--x', 'dx', '--y', 'dy'],
  ...['--color', 'relative_l2', '-q', '-o', 'docs/sensitivity.png'],
);
for (const [path, content] of Object.entries({ ...lessonPages(cli), ...lessonPictures(cli) }))
  writeFileSync(join(root, path), content);

if ('why' in browser) throw new Error(`The screenshots need a browser: ${browser.why}`);
const chromium = browser;
const shoot = async (
  file: string,
  path: string,
  width: number,
  colorScheme: 'light' | 'dark',
  height?: number,
) => {
  const page = await chromium.newPage({ viewport: { width, height: height ?? 900 }, colorScheme });
  await page.goto(`${pathToFileURL(work)}/${file}`);
  await page.screenshot({ path, fullPage: height === undefined });
  await page.close();
};
coincide('report', 'experiments', '-q', '-o', join(work, 'all.html'));
await shoot('all.html#circle-range', 'docs/report.png', 1000, 'light', 860);
await shootPlayground('docs/playground.png', { width: 1280, height: 900 });
await shootPlayground('docs/playground-phone.png', { width: 390, height: 844 });
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  coincide(
    'report',
    'experiments/circle-range.yaml',
    'experiments/two-dots.yaml',
    '-q',
    '-o',
    join(work, 'two.html'),
  );
  for (const width of [1280, 320]) {
    for (const scheme of ['light', 'dark'] as const)
      await shoot('two.html', join(folder, `${width}-${scheme}.png`), width, scheme);
  }
}
await chromium.close();
rmSync(work, { recursive: true });

/** The playground with the circle moved by a key, from disk. */
async function shootPlayground(path: string, viewport: { width: number; height: number }): Promise<void> {
  const page = await chromium.newPage({ viewport });
  await page.goto(`${pathToFileURL(join(root, 'dist/playground/index.html'))}#circle-exact`);
  await page.locator('.map').waitFor();
  await page.locator('.drag').focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await page.getByRole('button', { name: 'depth 3 · max_pool', exact: true }).click();
  await page.locator('.where', { hasText: '1 down, 2 right' }).waitFor();
  await page.locator('.output', { hasText: 'of 45, differs' }).waitFor();
  await page.evaluate(() => {
    (document.activeElement as HTMLElement).blur();
    scrollTo(0, 0);
  });
  await page.screenshot({ path });
  await page.close();
}
