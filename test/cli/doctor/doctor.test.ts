import { cpSync, mkdirSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backendsThere, whichAreThere } from '../../support/backends.ts';
import { type Ended, start } from '../../support/cli/coincide.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder, project } from '../../support/files.ts';

const NATIVE = '@tensorflow/tfjs-node';
const REMEDY =
  'npm install @tensorflow/tfjs-node; where that leaves it out or incomplete: bash node_modules/coincide/tools/build-tfjs-node.sh';

/** A project of a user's own that has the package and all that it needs, but none of the optional packages. */
function userProject(): string {
  const cwd = folder({ 'experiments/circle.yaml': circle });
  const modules = join(cwd, 'node_modules');
  for (const name of ['dist', 'package.json', 'schema.json', 'tools']) {
    cpSync(join(project, name), join(modules, 'coincide', name), { recursive: true });
  }
  mkdirSync(join(modules, '@tensorflow'));
  const shared = join(project, 'node_modules');
  for (const name of [...readdirSync(shared), ...readdirSync(join(shared, '@tensorflow')).map(scoped)]) {
    if (name === '@tensorflow' || name === 'coincide' || name === NATIVE) continue;
    symlinkSync(join(shared, name), join(modules, name));
  }
  return cwd;
}

function scoped(name: string): string {
  return `@tensorflow/${name}`;
}

function coincideOf(cwd: string, ...args: string[]): Promise<Ended> {
  const command = [process.execPath, join(cwd, 'node_modules/coincide/dist/cli.js')];
  return start(cwd, args, { command }).ended;
}

test(`doctor reproduces the lesson on every backend that is there: ${whichAreThere}`, async () => {
  const { code, stdout, stderr } = await start(project, ['doctor']).ended;
  expect(stdout).toMatch(/^coincide \d+\.\d+\.\d+\nnode {8}v\d+\.\d+\.\d+ on \w+-\w+\n/);
  for (const { name, version } of backendsThere) {
    const line = new RegExp(`^${name} +there: .+, ${version}; reproduces the lesson$`, 'm');
    expect(stdout).toMatch(line);
  }
  expect(stdout.match(/reproduces the lesson/g)).toHaveLength(backendsThere.length);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('where native TensorFlow is absent, doctor says so and what to do, and all is well', async () => {
  const { code, stdout, stderr } = await coincideOf(userProject(), 'doctor');
  expect(stdout).toContain(`
tensorflow  absent: ${NATIVE} is not installed
            remedy: ${REMEDY}
wasm        there: `);
  expect(stdout.match(/reproduces the lesson/g)).toHaveLength(2);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('where it lacks its addon, doctor says that it is broken and why, without the path, and all is well', async () => {
  const cwd = userProject();
  const native = join(cwd, 'node_modules', NATIVE);
  mkdirSync(native);
  writeFileSync(join(native, 'package.json'), JSON.stringify({ name: NATIVE, version: '4.22.0' }));
  // As the package itself does where its install script was not run.
  writeFileSync(
    join(native, 'index.js'),
    `throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: ' +
      __dirname + '/lib/napi-v8/tfjs_binding.node. \\nPlease run a command.');`,
  );
  const why = `${NATIVE} is installed but does not load: The Node.js native addon module (tfjs_binding.node) can not be found at path: tfjs_binding.node`;
  const { code, stdout, stderr } = await coincideOf(cwd, 'doctor');
  expect(stdout).toContain(`\ntensorflow  broken: ${why}\n            remedy: ${REMEDY}\n`);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(await coincideOf(cwd, 'run', '--backend', 'tensorflow')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `the backend "tensorflow" is broken (${why}); ${REMEDY}.\n`,
  });
});

test('doctor knows ONNX Runtime: there with its version, absent, too old, or broken', async () => {
  const there = await start(project, ['doctor']).ended;
  expect(there.stdout).toMatch(/^onnxruntime there: onnxruntime-node \d+\.\d+\.\d+; providers cpu/m);
  const cwd = userProject();
  const package_ = join(cwd, 'node_modules/onnxruntime-node');
  unlinkSync(package_);
  const command = '            remedy: npm install --onnxruntime-node-install=skip onnxruntime-node';
  const remedy = `${command}\n`;
  const lineOf = async () => {
    const { code, stdout } = await coincideOf(cwd, 'doctor');
    expect(code).toBe(0);
    return stdout.slice(stdout.indexOf('onnxruntime '));
  };
  expect(await lineOf()).toBe(
    `onnxruntime absent: onnxruntime-node is not installed; models of ONNX need it\n${remedy}`,
  );
  mkdirSync(package_);
  const install = (version: string) => {
    writeFileSync(join(package_, 'package.json'), JSON.stringify({ name: 'onnxruntime-node', version }));
    writeFileSync(join(package_, 'index.js'), 'throw new Error("no binding");');
  };
  install('1.9.3');
  expect(await lineOf()).toBe(
    `onnxruntime too old: onnxruntime-node 1.9.3; models need 1.22.0 or newer\n${command}@latest\n`,
  );
  install('1.30.0');
  expect(await lineOf()).toBe(
    `onnxruntime broken: onnxruntime-node 1.30.0 is installed but does not load\n${remedy}`,
  );
});

test('a backend that every installation has and that does not load is not well', async () => {
  const cwd = userProject();
  unlinkSync(join(cwd, 'node_modules/@tensorflow/tfjs-backend-wasm'));
  const { code, stdout } = await coincideOf(cwd, 'doctor');
  expect(stdout).toContain('\nwasm        absent: @tensorflow/tfjs-backend-wasm is not installed\n');
  expect(stdout).toContain('\n            remedy: install the package again: npm install\n');
  expect(code).toBe(3);
});

test('run without native TensorFlow computes, unless it is asked for by name', async () => {
  const cwd = userProject();
  expect(await coincideOf(cwd, 'run')).toMatchObject({ code: 0, stderr: '' });
  expect(await coincideOf(cwd, 'run', '--backend', 'tensorflow')).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `the backend "tensorflow" is absent (${NATIVE} is not installed); ${REMEDY}.\n`,
  });
});
