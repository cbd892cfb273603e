import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { coincide, start } from '../support/cli/coincide.ts';
import { keys } from '../support/cli/mistakes/names.ts';
import { circle } from '../support/experiment/circle.ts';
import { filesBelow, folder, project } from '../support/files.ts';

const dots = 'image: dots\nshift: { max: 3 }\nlayers: [max_pool, relu]\n';

test.each<[string[], string]>([
  [
    ['--set', 'image.raduis=3'],
    '--set image.raduis=3: image: unknown key "raduis"; allowed: at, size, type, value.',
  ],
  [['--set', 'shfit.max=3'], '--set shfit.max=3: unknown key "shfit"; did you mean "shift"?'],
  [
    ['--set', 'image.at.0.0=99'],
    '--set image.at.0.0=99: image.at.0.0: there is no list image.at in the file, so no item 0.',
  ],
  [
    ['--set', 'layers.7.strides=2'],
    '--set layers.7.strides=2: layers.7.strides: there is no 7 in layers, whose items are 0 to 1.',
  ],
  [
    ['--set', 'layers.-1.strides=2'],
    '--set layers.-1.strides=2: layers.-1.strides: there is no -1 in layers, whose items are 0 to 1.',
  ],
  [
    ['--set', 'pool.depth=2'],
    '--set pool.depth=2: pool.depth: pool and layers exclude each other; remove one.',
  ],
  [
    ['--set', 'shift.max='],
    '--set shift.max=: shift.max has no value; expected a finite number of at least 0, a percentage such as 10%, or two as [y, x]; write 3.',
  ],
  [
    ['--set', 'shift.max=three'],
    '--set shift.max=three: shift.max: expected a finite number of at least 0, a percentage such as 10%, or two as [y, x], not "three"; write 3.',
  ],
  [['--set', 'shift.max=[1'], '--set shift.max=[1: this list is not closed; expected "]"; write [1].'],
  [
    ['--set', 'seed=!!timestamp 2001-12-14'],
    '--set seed=!!timestamp 2001-12-14: unknown tag !!timestamp; write 2001-12-14, without the tag.',
  ],
  [
    ['--set', 'image.__proto__.size=3'],
    '--set image.__proto__.size=3: image: unknown key "__proto__"; allowed: at, size, type, value.',
  ],
  [['--set', '__proto__=3'], `--set __proto__=3: unknown key "__proto__"; allowed: ${keys}.`],
  [
    ['--set', 'tables=[shift]'],
    '--set tables=[shift]: tables.0: unknown value "shift"; did you mean "shifts"?',
  ],
  [
    ['--set', 'expect.0.min=3'],
    '--set expect.0.min=3: expect.0.min: there is no list expect in the file, so no item 0.',
  ],
  [
    ['--set', 'sweep.shift.max=[]'],
    '--set sweep.shift.max=[]: sweep.shift.max: expected at least one value; leave it out, or list its values.',
  ],
  [
    ['--trials', '0'],
    '--trials 0: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.',
  ],
  [
    ['--trials', 'al'],
    '--trials al: trials: expected a whole number from 1 to 100,000,000, or "all", not "al"; write all.',
  ],
  [['--seed', '[1]'], '--seed [1]: seed: expected a number or a text, not [1]; write seed: 1.'],
  [
    ['--set', 'shift.max=-1', '--trials', '-1'],
    '--trials -1: trials: expected a whole number from 1 to 100,000,000, not -1; write 1.\n--set shift.max=-1: shift.max: expected a finite number of at least 0, not -1; write 1.',
  ],
  [['--backend', 'tensorflw'], '--backend: unknown backend "tensorflw"; did you mean "tensorflow"?'],
  [
    ['--backend', 'gpu'],
    '--backend: unknown backend "gpu"; write tensorflow, which is a GPU only with @tensorflow/tfjs-node-gpu; a model of ONNX takes --providers cuda; allowed: auto, cpu, tensorflow, wasm.',
  ],
])('%j is a mistake', async (args, message) => {
  const cwd = folder({ 'dots.yaml': dots });
  const { stderr, ...rest } = await coincide(cwd, 'run', 'dots.yaml', ...args);
  expect(stderr).toBe(`${message}\n`);
  expect(rest).toEqual({ code: 2, signal: null, stdout: '' });
  expect(filesBelow(cwd)).toEqual(['dots.yaml']);
});

test('an argument that is wrong for every file is told once', async () => {
  const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': circle });
  const { code, stderr } = await coincide(cwd, 'run', '--set', 'trials=0');
  expect(stderr).toBe(
    '--set trials=0: trials: expected a whole number from 1 to 100,000,000, not 0; write all, which takes every shift once, or a number of shifts such as 1000.\n',
  );
  expect(code).toBe(2);
});

/** A project with the package and all that it depends on, but for one package, which may be put there otherwise. */
function projectWithout(missing: string): { cwd: string; cli: string } {
  const cwd = folder({ 'circle.yaml': circle });
  const modules = join(cwd, 'node_modules');
  for (const name of readdirSync(join(project, 'node_modules'))) {
    const scope = name === '@tensorflow' ? readdirSync(join(project, 'node_modules', name)) : [''];
    for (const inner of scope.map((one) => join(name, one))) {
      if (inner === missing || name === 'coincide' || name.startsWith('.')) continue;
      mkdirSync(dirname(join(modules, inner)), { recursive: true });
      symlinkSync(join(project, 'node_modules', inner), join(modules, inner));
    }
  }
  for (const part of ['dist', 'tools', 'package.json']) {
    cpSync(join(project, part), join(modules, 'coincide', part), { recursive: true });
  }
  return { cwd, cli: join(modules, 'coincide/dist/cli.js') };
}

const SCRIPT = 'bash node_modules/coincide/tools/build-tfjs-node.sh';

test('a backend that is not installed is a mistake, with the remedy', async () => {
  const { cwd, cli } = projectWithout('@tensorflow/tfjs-node');
  const run = (name: string) =>
    start(cwd, ['run', 'circle.yaml', '-o', '-', '--backend', name], { command: [process.execPath, cli] })
      .ended;
  expect(await run('tensorflow')).toEqual({
    code: 2,
    signal: null,
    stdout: '',
    stderr: `the backend "tensorflow" is absent (@tensorflow/tfjs-node is not installed); npm install @tensorflow/tfjs-node; where that leaves it out or incomplete: ${SCRIPT}.\n`,
  });
  expect(await run('cpu')).toMatchObject({ code: 0, stderr: '' });
});

test('a backend that is installed and does not load is a mistake too, without the path of anything', async () => {
  const { cwd, cli } = projectWithout('@tensorflow/tfjs-node');
  const broken = join(cwd, 'node_modules/@tensorflow/tfjs-node');
  mkdirSync(broken, { recursive: true });
  writeFileSync(join(broken, 'package.json'), '{ "name": "@tensorflow/tfjs-node", "main": "index.js" }');
  writeFileSync(join(broken, 'index.js'), `throw new Error("Cannot find module '${broken}/lib/tfjs.node'")`);
  const { code, stdout, stderr } = await start(cwd, ['run', 'circle.yaml', '--backend', 'tensorflow'], {
    command: [process.execPath, cli],
  }).ended;
  expect(stderr).toBe(
    `the backend "tensorflow" is broken (@tensorflow/tfjs-node is installed but does not load: Cannot find module 'tfjs.node'); npm install @tensorflow/tfjs-node; where that leaves it out or incomplete: ${SCRIPT}.\n`,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
