import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsdown';
import './compile.ts';
import { buildPlayground } from './playground/build.ts';
import { withoutTypesOfTensorFlow } from './types/own_types.ts';

/**
 * Builds the package as tsdown.config.ts says: `tsx tools/build.ts [--no-types] [FOLDER]`, by default into dist/. (The
 * command line of tsdown warns on Node 20.) Types take most of the time.
 */
const [folder = 'dist'] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const types = !process.argv.includes('--no-types');
await build({ logLevel: 'warn', outDir: folder, dts: types });
if (types) withoutTypesOfTensorFlow(folder);
forRequire('index');
await buildPlayground(join(folder, 'playground'));

/**
 * What `require` gets of an entry: the module itself, which Node can require, and a copy of its types. TypeScript holds
 * types in a `.d.ts` of this package for those of an ES module, which older versions do not let a CommonJS file import.
 */
function forRequire(entry: string): void {
  writeFileSync(join(folder, `${entry}.cjs`), `module.exports = require('./${entry}.js');\n`);
  if (!types) return;
  const forCommonJs = (name: string) => {
    const text = readFileSync(join(folder, `${name}.d.ts`), 'utf8');
    writeFileSync(join(folder, `${name}.d.cts`), text.replace(/(["']\.\/[^"']*)\.js(["'])/g, '$1.cjs$2'));
    for (const [, further] of text.matchAll(/["']\.\/([^"']*)\.js["']/g)) forCommonJs(further!);
  };
  forCommonJs(entry);
}
