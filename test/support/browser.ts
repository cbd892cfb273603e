import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { unpackedChromium } from './chromium.ts';

/** Chromium, as a dev dependency ships it, or as `COINCIDE_CHROMIUM` names it, started once for all test files of a process; and why there is none, if so. */
export const browser: Browser | { why: string } = await find();

/** For titles, so that the output of the tests says when they were skipped. */
export const without = 'why' in browser ? ` (not tried: ${browser.why})` : '';

// Where one can be had, as in CI, it may not be missing unnoticed.
if (process.env.COINCIDE_REQUIRE_BROWSER === '1' && 'why' in browser) {
  throw new Error(`COINCIDE_REQUIRE_BROWSER asks for a browser: ${browser.why}`);
}

async function find(): Promise<typeof browser> {
  try {
    const executablePath = process.env.COINCIDE_CHROMIUM ?? (await unpackedChromium());
    if (!existsSync(executablePath)) return { why: `there is no ${executablePath}` };
    const { chromium } = await import('playwright-core');
    return await chromium.launch({
      executablePath,
      // A container's root has no sandbox to run it in.
      args: ['--no-sandbox'],
      // Tests send signals to their own process. Chromium ends with the process without them.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
  } catch (error) {
    return { why: String((error as Error).message).split('\n')[0]! };
  }
}

/** Closes all pages: the next test file has the browser as new. */
export async function closePages(): Promise<void> {
  if ('why' in browser) return;
  await Promise.all(browser.contexts().map((context) => context.close()));
}
