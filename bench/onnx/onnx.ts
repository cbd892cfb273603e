import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli } from '../coincide.ts';
import { median } from '../compare.ts';

/**
 * coincide beside Python's ONNX Runtime on the same network, photograph, shifts and threads (one), in turns within one
 * run. Counts are compared first. Times are the processor's, of whole processes. Run with `npm run bench:models`;
 * `COINCIDE_PYTHON` names a Python with numpy, onnx, onnxruntime (of the same version) and pillow. `ROUNDS` says how often each is run.
 */
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const python = process.env.COINCIDE_PYTHON ?? 'python3';
if (spawnSync(python, ['-c', 'import numpy, onnx, onnxruntime, PIL']).status !== 0) {
  console.error(
    `${python} lacks a package: COINCIDE_PYTHON names a Python with numpy, onnx, onnxruntime and pillow.`,
  );
  process.exit(2);
}
const here = fileURLToPath(new URL('.', import.meta.url));
const example = fileURLToPath(new URL('../../examples/imagenet/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'coincide-models-'));
const [few, many] = [3, 7];
const shifts = (reach: number) => (2 * reach + 1) ** 2;
const layers = ['block4', 'block10', 'logits'];

/** What a process used: seconds of the processor, and its peak memory in MB. */
interface Used {
  seconds: number;
  peak: number;
  matches?: number;
}

/** A module that writes what its process used, once it ends. */
const noteUsage = (file: string) =>
  `data:text/javascript,${encodeURIComponent(`
    import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    process.on('exit', () => {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      const status = '/proc/self/status';
      const peak = existsSync(status) ? /VmHWM:\\s+(\\d+)/.exec(readFileSync(status, 'utf8'))[1] : maxRSS;
      const used = { seconds: (userCPUTime + systemCPUTime) / 1e6, peak: (1024 * peak) / 1e6 };
      writeFileSync(${JSON.stringify(file)}, JSON.stringify(used));
    });`)}`;

function node(...args: string[]): Used {
  const file = join(folder, 'used.json');
  execFileSync(process.execPath, ['--import', noteUsage(file), ...args], { cwd: folder, stdio: 'ignore' });
  return JSON.parse(readFileSync(file, 'utf8'));
}

function coincide(reach: number, output?: readonly string[]): Used {
  const file = {
    trials: 'all',
    preprocess: 'torchvision',
    image: { type: 'file', path: 'photo.png', mean: 0.498039, std: 0.501961 },
    shift: { max: reach },
    layers: [{ type: 'model', path: 'lite0.onnx', ...(output && { output }) }, 'argmax'],
  };
  writeFileSync(join(folder, 'run.yaml'), JSON.stringify(file));
  const used = node(cli, 'run', 'run.yaml', '--fresh', '--quiet', '--out', 'results');
  const [header, ...rows] = readFileSync(join(folder, 'results/run.csv'), 'utf8').trim().split('\n');
  return { ...used, matches: Number(rows.at(-1)!.split(',')[header!.split(',').indexOf('matches')]) };
}

function peer(reach: number, outputs: readonly string[] = []): Used {
  const args = [join(here, 'peer.py'), 'lite0.onnx', 'photo.png', String(reach), ...outputs];
  return JSON.parse(execFileSync(python, args, { cwd: folder, encoding: 'utf8' }));
}

/** The seconds of each contestant, in turns: the median of the rounds. */
function inTurns(contestants: Record<string, () => Used>): Record<string, number> {
  const seconds: Record<string, number[]> = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, run] of Object.entries(contestants))
      seconds[name] = [...(seconds[name] ?? []), run().seconds];
  return Object.fromEntries(Object.entries(seconds).map(([name, all]) => [name, median(all)]));
}

function mark(what: string, value: number, most: number, unit: string): void {
  const shown = (n: number) => (n >= 100 ? n.toFixed(0) : n.toPrecision(3));
  console.log(`${value <= most ? '✓' : '✗'} ${what}: ${shown(value)} ${unit}, at most ${shown(most)}`);
}

try {
  execFileSync(python, [join(example, 'fetch.py')], { stdio: 'inherit' });
  copyFileSync(join(example, 'lite0.onnx'), join(folder, 'lite0.onnx'));
  copyFileSync(join(example, 'photos/chelsea.png'), join(folder, 'photo.png'));

  const [ours, theirs] = [coincide(many).matches, peer(many).matches];
  if (ours !== theirs) throw new Error(`coincide counts ${ours} matches, and the script ${theirs}`);
  console.log(`EfficientNet-Lite0, one thread: ${ours}/${shifts(many)} matches in both`);
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string };
  const peerVersion = execFileSync(python, ['-c', 'import onnxruntime as o; print(o.__version__)']);
  console.log(`onnxruntime-node ${version}, Python's onnxruntime ${String(peerVersion).trim()}`);

  const s = inTurns({
    empty: () => node('-e', '0'),
    few: () => coincide(few),
    peerFew: () => peer(few),
    many: () => coincide(many),
    peerMany: () => peer(many),
    layers: () => coincide(many, layers),
    peerLayers: () => peer(many, layers),
    peerLast: () => peer(many, ['logits']),
  }) as Record<
    'empty' | 'few' | 'peerFew' | 'many' | 'peerMany' | 'layers' | 'peerLayers' | 'peerLast',
    number
  >;
  const pictures = shifts(many) - shifts(few);
  const each = (s.many - s.few) / pictures;
  const peerEach = (s.peerMany - s.peerFew) / pictures;
  mark('a picture, beside Python', each / peerEach, 1.2, `× (${(1000 * each).toFixed(1)} ms)`);
  mark('fixed, beyond an empty Node', s.few - shifts(few) * each - s.empty, 0.6, 's');
  const reading = s.peerLayers - s.peerLast;
  mark(`${layers.length} outputs, beside the last and reading`, s.layers / (s.many + reading), 1.5, '×');

  execFileSync(python, [join(here, 'weights.py'), join(folder, 'weights.onnx')]);
  const weights = statSync(join(folder, 'weights.onnx')).size / 1e6;
  writeFileSync(
    join(folder, 'weights.yaml'),
    JSON.stringify({
      trials: 'all',
      image: { type: 'noise', size: 224, channels: 3 },
      shift: { max: 1 },
      layers: [{ type: 'model', path: 'weights.onnx' }],
    }),
  );
  const peakOf = (...args: string[]) => node(cli, ...args).peak;
  const memory = `MB for ${weights.toFixed(0)} MB of weights`;
  mark('run', peakOf('run', 'weights.yaml', '--fresh', '--out', 'results'), 2.5 * weights + 200, memory);
  mark('validate', peakOf('validate', 'weights.yaml'), 1.5 * weights + 200, memory);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
