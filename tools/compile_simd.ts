import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/package.json' with { type: 'json' };

/**
 * Compiles the loops in AssemblyScript to WebAssembly, as text in a module, which any bundler takes: `npm run simd`.
 * Compiling takes many seconds, so a module of the same sources, the same compiler and the same options stays.
 */
const root = new URL('../', import.meta.url);
const folder = new URL('src/simd/', root);
const file = new URL('binary.ts', folder);
const sources = readdirSync(folder).filter((name) => name.endsWith('.assembly.ts'));
const options = [
  ...['--outFile', 'simd.wasm', '--runtime', 'stub', '--noAssert', '--importMemory', '--memoryBase', '0'],
  ...['--enable', 'simd', '-O3'],
];
const texts = sources.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]);
const origin = createHash('sha256')
  .update(JSON.stringify([asc.version, options, texts]))
  .digest('hex');

if (!existsSync(file) || !readFileSync(file, 'utf8').includes(origin)) writeFileSync(file, await compiled());

async function compiled(): Promise<string> {
  const { main } = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await main(
    [...sources.map((name) => `src/simd/${name}`), '--baseDir', fileURLToPath(root), ...options],
    {
      writeFile(_, contents) {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`${stderr}`, { cause: error });
  const text = Buffer.from(binary).toString('base64');
  return `/** The loops beside this file as WebAssembly. sha256 of what they were compiled from: ${origin} */
export const binary =
  '${text}';
`;
}
