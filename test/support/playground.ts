import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Browser, Page, Request } from 'playwright-core';
import { inject } from 'vitest';
import { servePages } from '../../src/cli/loopback_server.ts';
import { playgroundPages } from '../../src/cli/playground/serve_playground.ts';
import { buildPlayground } from '../../tools/playground/build.ts';
import { browser, closePages } from './browser.ts';
import { scaled } from './time.ts';

/** A page of the playground, and all that went wrong in it. */
interface OpenedPage {
  page: Page;
  /** What was written to the console, errors, and requests that failed. */
  said: string[];
  /** What it and its workers asked the network for. */
  asked: Request[];
}

export interface OpenOptions {
  width?: number;
  height?: number;
  dark?: boolean;
  touch?: boolean;
  /** Opens the page from disk. */
  disk?: boolean;
  /** Opens a page that knows no files beside it, so that the user has to give them. It may have nothing to show before. */
  bare?: boolean;
  /** Lets tests read the clipboard, and keeps the text that the page gave to its workers last as `asked`. */
  watched?: boolean;
  /** Where the page is, if not where this serves it. */
  at?: string;
  /** The language of the browser; default: English. */
  locale?: string;
}

/** An event of a trace; times are in microseconds. */
interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
}

/** A built playground that is served, and a browser to open it in. Test files share its folder, and leave it as it is. */
export interface ServedPlayground {
  folder: string;
  /** Where it is served. */
  url: string;
  open(hash: string, options?: OpenOptions): Promise<OpenedPage>;
  /** What the browser itself records while something happens in a page: events of the trace format of Chromium. */
  traced(page: Page, work: () => Promise<void>): Promise<readonly TraceEvent[]>;
  close(): Promise<void>;
}

export async function servePlaygroundForTests(): Promise<ServedPlayground> {
  if ('why' in browser) throw new Error(browser.why);
  const folder = await builtPlayground();
  const controller = new AbortController();
  const pages = playgroundPages(folder);
  const served = async (path: string) => {
    if (path !== '/bare/') return pages(path.replace('/bare/', '/'));
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    return { type: 'text/html; charset=utf-8', body: html.replace(/"shipped":\[[^\]]*\]/, '"shipped":[]') };
  };
  const server = await servePages({ pages: served, signal: controller.signal });
  const chromium: Browser = browser;
  return {
    folder,
    url: server.url,
    async open(
      hash,
      {
        width = 1280,
        height = 900,
        dark = false,
        touch = false,
        disk = false,
        bare = false,
        watched = false,
        locale = 'en-US',
        at,
      } = {},
    ) {
      const context = await chromium.newContext({
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        hasTouch: touch,
        locale,
        acceptDownloads: true,
      });
      if (watched) {
        await context.grantPermissions(['clipboard-read', 'clipboard-write']);
        await context.addInitScript(keepAsked);
      }
      const page = await context.newPage();
      page.setDefaultTimeout(scaled(30));
      const said: string[] = [];
      const asked: Request[] = [];
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(String(error)));
      context.on('request', (request) => {
        if (!/^(?:data|blob):/.test(request.url())) asked.push(request);
      });
      const base = disk
        ? pathToFileURL(join(folder, 'index.html')).href
        : (at ?? server.url + (bare ? 'bare/' : ''));
      await page.goto(base + hash);
      await page
        .locator(bare ? '.tabs' : '.drag')
        .first()
        .waitFor();
      return { page, said, asked };
    },
    async traced(page, work) {
      await chromium.startTracing(page, {
        categories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline'],
      });
      await work();
      return (JSON.parse((await chromium.stopTracing()).toString()) as { traceEvents: TraceEvent[] })
        .traceEvents;
    },
    async close() {
      await closePages();
      controller.abort(new Error('the tests are over'));
      await server.ended.catch(() => undefined);
    },
  };
}

/** The folder of the playground. The first test file that asks builds it; others wait. */
async function builtPlayground(): Promise<string> {
  const folder = join(inject('shared'), 'playground');
  const building = `${folder}.building`;
  try {
    // A folder of its own: a build begins by removing what it builds.
    mkdirSync(`${folder}.builder`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    while (!existsSync(folder)) await sleep(50);
    return folder;
  }
  await buildPlayground(building);
  renameSync(building, folder);
  return folder;
}

/** Keeps the experiment that a worker was asked for last. It runs in the page. */
function keepAsked(): void {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...given: any[]) {
    const text = given[0]?.message?.experiment?.text;
    if (text !== undefined) Object.assign(globalThis, { asked: text });
    return post.apply(this, given as [unknown]);
  };
}

/** The text of the experiment that a page with `watched` gave to a worker last. */
export function askedText(page: Page): Promise<string> {
  return page.evaluate(() => (globalThis as unknown as { asked: string }).asked);
}

/** Waits until the page shows what was done: it is drawn in the next frame, which may be late on a loaded machine. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise(requestAnimationFrame));
}

/** The bytes of the table that the page offers. */
export async function csvOf(page: Page): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('tab', { name: 'Table' }).click();
  const button = page.getByRole('button', { name: 'Download CSV' }).first();
  await button.waitFor({ timeout: 0 });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Drops files onto the page. */
export async function drop(page: Page, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const given = Object.entries(files).map(
    ([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const,
  );
  await page.evaluate(async (all) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    document.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
  }, given);
}
