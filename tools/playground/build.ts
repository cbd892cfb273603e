import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PageData } from '../../src/playground/given.ts';
import { playgroundPage } from '../../src/playground/page.ts';
import { hashOf } from '../../src/results/sha256.ts';
import { bundle, licences, PARTS, root, version } from './bundle.ts';

const RUNTIME = 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';

/** Files that are copied beside the page, by the name that asks for them. */
const COPIED: Readonly<Record<string, string>> = {
  '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm': 'parts/mozjpeg_dec.wasm',
  '@jsquash/png/codec/pkg/squoosh_png_bg.wasm': 'parts/squoosh_png_bg.wasm',
  '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm': 'parts/tfjs-backend-wasm-simd.wasm',
  [RUNTIME]: 'parts/ort-wasm-simd-threaded.wasm',
};

/** An experiment whose files the user drops onto the page: its four networks take as much as all others. */
const WITHOUT_FILES = 'protocols/red-green';

/** Pictures and networks of the shipped experiments. */
const SHIPPED = below('experiments').filter(
  (path) => /\.(?:png|onnx|json|bin)$/.test(path) && !path.startsWith(WITHOUT_FILES),
);

/** Writes the playground into a folder, which then works from any path. Its page holds all that the first drag needs. */
export async function buildPlayground(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const parts: Record<string, PageData['parts'][string]> = {};
  const beside = async (name: string, file: string, content: string | Uint8Array<ArrayBuffer>) => {
    const integrity = await hashOf(content);
    const known = Object.values(parts).find((one) => one.integrity === integrity);
    parts[name] = { file: known?.file ?? file, integrity };
    if (known) return;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  for (const part of [...Object.keys(PARTS), 'vega.js'])
    await beside(
      part,
      `parts/${part}`,
      await bundle(`tools/playground/parts/${part.replace('.js', '.ts')}`, 'esm'),
    );
  for (const [name, file] of Object.entries(COPIED))
    await beside(name, file, readFileSync(join(root, 'node_modules', name)));
  // The package leaves it out, since it is larger than all else.
  parts[RUNTIME]!.remedy =
    `npm install onnxruntime-web@${versionOf('onnxruntime-web')} puts it where coincide playground finds it`;
  for (const file of SHIPPED)
    await beside(file, `experiments/${file}`, readFileSync(join(root, 'experiments', file)));
  const worker = await bundle('src/playground/worker/worker.ts', 'iife');
  const program = await bundle('src/playground/main.tsx', 'esm', { __WORKER__: JSON.stringify(worker) });
  const schema = JSON.parse(readFileSync(join(root, 'schema.json'), 'utf8')) as PageData['schema'];
  writeFileSync(join(folder, 'third-party-licenses.txt'), licenceTexts());
  const data: PageData = { version, schema, experiments: shippedExperiments(), parts, shipped: SHIPPED };
  writeFileSync(
    join(folder, 'index.html'),
    await playgroundPage({ program, data, fonts: fontRules(folder) }),
  );
}

/** The licences of what is bundled, and of what is copied. */
function licenceTexts(): string {
  const copied = [...Object.keys(COPIED), '@fontsource/inter/files'].map((file) => {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(file)![0];
    const package_ = join(root, 'node_modules', name);
    const text = readdirSync(package_).find((one) => /^licen[cs]e/i.test(one));
    const { license } = JSON.parse(readFileSync(join(package_, 'package.json'), 'utf8')) as {
      license: string;
    };
    return [
      `${name} ${versionOf(name)}`,
      text ? readFileSync(join(package_, text), 'utf8') : license,
    ] as const;
  });
  const all = [...new Map([...licences, ...copied])].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([name, text]) => `${name}\n\n${text.trim()}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

function versionOf(name: string): string {
  return (
    JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }
  ).version;
}

/** The files of a folder and of those in it, with `/` between them, in order. */
function below(folder: string): string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return paths.map((path) => path.replaceAll('\\', '/')).sort();
}

function shippedExperiments(): PageData['experiments'] {
  const inFolder = (path: string) => Number(path.includes('/'));
  return below('experiments')
    .filter((path) => path.endsWith('.yaml'))
    .sort((a, b) => inFolder(a) - inFolder(b) || (a < b ? -1 : 1))
    .map((path) => ({
      name: path.slice(0, -'.yaml'.length),
      text: readFileSync(join(root, 'experiments', path), 'utf8'),
    }));
}

/** Rules for the font. The letters of English are in the page, so that it has them from disk too; others lie beside it. */
function fontRules(folder: string): string {
  mkdirSync(join(folder, 'fonts'), { recursive: true });
  const rule = (weight: number, letters: string) => {
    const file = `inter-${letters}-${weight}-normal.woff2`;
    const bytes = readFileSync(join(root, 'node_modules/@fontsource/inter/files', file));
    const embedded = letters === 'latin';
    if (!embedded) writeFileSync(join(folder, 'fonts', file), bytes);
    const url = embedded ? `data:font/woff2;base64,${bytes.toString('base64')}` : `fonts/${file}`;
    const range = embedded ? '' : 'unicode-range:U+0100-02BA,U+1E00-1E9F,U+1EF2-1EFF;';
    return `@font-face{font-family:Inter;font-weight:${weight};font-display:swap;${range}src:url(${url}) format('woff2')}`;
  };
  return [400, 600]
    .flatMap((weight) => ['latin', 'latin-ext'].map((letters) => rule(weight, letters)))
    .join('\n');
}
