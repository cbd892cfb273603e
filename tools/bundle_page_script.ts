import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

/** Bundles the script of a report into a module that holds it as text. A module of the same sources stays. */
const root = fileURLToPath(new URL('../', import.meta.url));
const folder = join(root, 'src/report/script');
const file = join(root, 'src/report/page_script.ts');
const sources = readdirSync(folder).sort();
const texts = sources.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
const origin = createHash('sha256').update(JSON.stringify(texts)).digest('hex');

if (!existsSync(file) || !readFileSync(file, 'utf8').includes(origin)) writeFileSync(file, await bundled());

async function bundled(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'coincide-script-'));
  try {
    await build({
      config: false,
      cwd: root,
      entry: { script: join(folder, 'main.ts') },
      outDir,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      minify: true,
      dts: false,
      logLevel: 'silent',
    });
    const [name] = readdirSync(outDir).filter((one) => one.endsWith('.js'));
    const script = readFileSync(join(outDir, name!), 'utf8').trim();
    // It would end the element of the page that holds the script.
    if (script.includes('</')) throw new Error('the script of a report may not hold "</"');
    return `/** The script of a report: src/report/script/ in one piece. sha256 of its sources: ${origin} */\nexport const PAGE_SCRIPT =\n  ${JSON.stringify(script)};\n`;
  } finally {
    rmSync(outDir, { recursive: true });
  }
}
