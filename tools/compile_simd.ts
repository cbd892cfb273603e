import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

/** Compiles the loops in AssemblyScript to WebAssembly, as text in a module, which any bundler takes: `npm run lanes`. */
const root = new URL('../', import.meta.url);
const folder = new URL('src/simd/', root);
const sources = readdirSync(folder).filter((name) => name.endsWith('.assembly.ts'));
let binary: Uint8Array | undefined;
const { error, stderr } = await main(
  [
    ...sources.map((name) => `src/simd/${name}`),
    ...['--baseDir', fileURLToPath(root), '--outFile', 'lanes.wasm'],
    ...['--runtime', 'stub', '--noAssert', '--importMemory', '--memoryBase', '0', '--enable', 'simd', '-O3'],
  ],
  {
    writeFile(_, contents) {
      if (typeof contents !== 'string') binary = contents;
    },
  },
);
if (error || !binary) throw new Error(`${stderr}`, { cause: error });
const text = Buffer.from(binary).toString('base64');
const module = `/** What the loops beside this file were compiled to. */\nexport const binary =\n  '${text}';\n`;
const file = new URL('binary.ts', folder);
// Others may be reading it.
if (!existsSync(file) || readFileSync(file, 'utf8') !== module) writeFileSync(file, module);
