import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** Chromium, as a dev dependency ships it, or as `COINCIDE_CHROMIUM` names it, started once; and why there is none, if so. */
export const browser: { launch(): Promise<Browser> } | { why: string } = await find();

/** For titles, so that the output of the tests says when they were skipped. */
export const without = 'why' in browser ? ` (not tried: ${browser.why})` : '';

// Where one can be had, as in CI, it may not be missing unnoticed.
if (process.env.COINCIDE_REQUIRE_BROWSER === '1' && 'why' in browser) {
  throw new Error(`COINCIDE_REQUIRE_BROWSER asks for a browser: ${browser.why}`);
}

async function find(): Promise<typeof browser> {
  try {
    const executablePath = process.env.COINCIDE_CHROMIUM ?? (await shipped());
    if (!existsSync(executablePath)) return { why: `there is no ${executablePath}` };
    const { chromium } = await import('playwright-core');
    // A container's root has no sandbox to run it in.
    const launched = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return { launch: async () => launched };
  } catch (error) {
    return { why: String((error as Error).message).split('\n')[0]! };
  }
}

/** The package unpacks it into the system's folder for temporary files. */
async function shipped(): Promise<string> {
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
