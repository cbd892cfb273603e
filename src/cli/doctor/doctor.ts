import type { Backend } from '../../core/tensor.ts';
import type { Command } from '../arguments/command.ts';
import { NO_WEBASSEMBLY } from '../terminal/failure.ts';
import { inLines, print } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';

export const doctor: Command = {
  command: 'doctor',
  describe: 'Check Node and every backend, and reproduce the lesson on each',
  examples: [['coincide doctor', 'which backends work, and remedies for the others']],
  options: (yargs) => yargs,
  async run() {
    const { backendState, isBackendName } = await import('../../backend/load.ts');
    const { backends } = await import('../../backend/registry.ts');
    let sound = true;
    print(`coincide ${version}`);
    printState('node', `${process.version} on ${process.platform}-${process.arch}`);
    if (typeof WebAssembly === 'undefined') {
      printState('', NO_WEBASSEMBLY);
      return 3;
    }
    for (const [name, { title, optional }] of Object.entries(backends)) {
      if (!isBackendName(name)) continue;
      const found = await backendState(name);
      if (found.state !== 'there') {
        printState(name, `${found.state}: ${found.why}`, found.remedy);
        sound &&= optional;
        continue;
      }
      const given = await lessonOn(found.backend).catch((error: Error) => error.message);
      const right = given === LESSON;
      sound &&= right;
      const verdict = right ? 'reproduces the lesson' : `does not reproduce the lesson: ${given}`;
      printState(name, `there: ${title}, ${found.backend.version}; ${verdict}`);
    }
    printState('onnxruntime', ...(await onnxRuntimeState()));
    return sound ? 0 : 3;
  },
};

/** What is there, and the remedy if there is one; lines are as wide as the terminal. */
function printState(name: string, state: string, remedy?: string): void {
  print(`${name.padEnd(INDENT)}${inLines(state, INDENT)}`);
  if (remedy !== undefined) print(`${' '.repeat(INDENT)}${inLines(`remedy: ${remedy}`, INDENT)}`);
}

const INDENT = 12;

/** ONNX Runtime: there, too old, absent or broken, and what to do. Only models of ONNX need it. */
async function onnxRuntimeState(): Promise<[state: string, remedy?: string]> {
  const { isInstalled, loadPackage } = await import('../../backend/package.ts');
  const { OLDEST_ONNX, isTooOld, onnxInstall, onnxPackage } = await import('../../model/packages.ts');
  if (!isInstalled('onnxruntime-node'))
    return ['absent: onnxruntime-node is not installed; models of ONNX need it', onnxInstall()];
  const { version } = loadPackage<{ version: string }>('onnxruntime-node/package.json');
  if (isTooOld(version))
    return [
      `too old: onnxruntime-node ${version}; models need ${OLDEST_ONNX} or newer`,
      onnxInstall('@latest'),
    ];
  try {
    const { listSupportedBackends } = await onnxPackage('');
    const providers = listSupportedBackends?.().map(({ name }) => name) ?? ['cpu'];
    return [`there: onnxruntime-node ${version}; providers ${providers.join(', ')}`];
  } catch {
    return [`broken: onnxruntime-node ${version} is installed but does not load`, onnxInstall()];
  }
}

/** The number of classes of the lesson's circle: all shifts up to 3 pixels, after 0 to 4 max pools. */
const LESSON = '49, 49, 49, 45, 1 classes';

async function lessonOn(backend: Backend): Promise<string> {
  const { run } = await import('../../run/run.ts');
  const { table } = await run(
    { image: 'circle', shift: { max: 3 }, trials: 'all', pool: { type: 'max_pool', depth: 4 } },
    { backend },
  );
  return `${table.rows.map((row) => row.classes).join(', ')} classes`;
}
