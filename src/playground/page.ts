import { documentHead } from '../report/document_head.ts';
import { hashOf } from '../results/sha256.ts';
import { PAGE_STYLE } from './style.ts';

/** What a page is made of. */
export interface PageParts {
  /** The program of the page; the worker's program is in it. */
  program: string;
  /** What the program reads, as JSON. */
  data: unknown;
  /** The fonts that are part of the page, as rules of CSS. */
  fonts: string;
}

/**
 * The page as one HTML document, which shows the first experiment also from disk. Its content security policy runs the one
 * program whose hash it names, what that program loads, and WebAssembly; and nothing that is made from texts.
 */
export async function playgroundPage({ program, data, fonts }: PageParts): Promise<string> {
  const script = program.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const style = fonts + PAGE_STYLE;
  const policy = [
    "default-src 'none'",
    `script-src '${await hashOf(script)}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    `style-src '${await hashOf(style)}'`,
    'img-src data: blob:',
    "font-src data: 'self'",
    "connect-src 'self' blob:",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return [
    ...documentHead({
      policy,
      title: 'coincide playground',
      style,
      further: ['<meta name="referrer" content="no-referrer">', '<link rel="icon" href="data:,">'],
    }),
    '<body>',
    '<div id="page"><noscript>This page computes, so it needs JavaScript.</noscript></div>',
    `<script type="application/json" id="data">${json}</script>`,
    `<script type="module">${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
