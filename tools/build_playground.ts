import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import './compile.ts';
import { buildPlayground } from './playground/build.ts';

/** Builds the playground alone: `tsx tools/build_playground.ts [FOLDER]`, by default into dist/playground/. */
const [folder = 'dist/playground'] = process.argv.slice(2);
await buildPlayground(folder);
const packed = gzipSync(readFileSync(join(folder, 'index.html'))).length;
console.log(`${folder}/index.html: ${Math.ceil(packed / 1000)} kB gzipped before the first drag`);
