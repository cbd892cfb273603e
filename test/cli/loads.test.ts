import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dist, start } from '../support/cli/coincide.ts';
import { folder, project } from '../support/files.ts';

const files = {
  'experiments/b.yaml': 'image: circle\nshift: { max: 3 }\npool: { type: max_pool, depth: 4 }\n',
  'circle.yaml': 'image: circle\nshift: { max: 3 }\npool: { type: max_pool, depth: 4 }\n',
  'mixed.yaml':
    'image: circle\nshift: { max: 3 }\nlayers: [{ type: conv2d, kernel: edge }, relu, avg_pool, global_avg_pool]\n',
};

/** The packages whose code a command loads, by what V8 says of all scripts that ran; of bundled ones, the bundle. */
async function packagesOf(...args: string[]): Promise<string[]> {
  const packages = (await scriptsOf(...args)).flatMap(
    ({ url }) =>
      /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ??
      /\/dist\/packages-([a-z]+)-/.exec(url)?.[1] ??
      [],
  );
  return [...new Set(packages)].sort();
}

/** All scripts that a command runs, and how often it calls their functions. */
async function scriptsOf(...args: string[]): Promise<Script[]> {
  const cwd = folder(files);
  const coverage = join(cwd, 'coverage');
  const { code, stderr } = await start(cwd, args, { env: { NODE_V8_COVERAGE: coverage } }).ended;
  // `plot` says what it wrote, and `--verify` what it compared.
  expect({ code, stderr: stderr.replace(/^(wrote|mixed: wasm gives the same) .*\n/, '') }).toEqual({
    code: 0,
    stderr: '',
  });
  return readdirSync(coverage).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: Script[] };
    return result;
  });
}

interface Script {
  url: string;
  functions: { functionName: string; ranges: { count: number }[] }[];
}

test('--help loads what reads arguments', async () => {
  expect(await packagesOf('--help')).toEqual(['arguments']);
});

test('validate loads what reads files, besides', async () => {
  expect(await packagesOf('validate', 'circle.yaml')).toEqual(['arguments', 'reading']);
});

test.each(['circle.yaml', 'mixed.yaml'])(
  'run %s loads what draws and writes, and no TensorFlow.js',
  async (file) => {
    expect(await packagesOf('run', file)).toEqual(['arguments', 'reading', 'running']);
  },
);

test.each([
  [0, 'run', 'circle.yaml'],
  [1, 'run', '--help'],
])('help is laid out %i times by %s %s', async (times, ...args) => {
  const functions = (await scriptsOf(...args)).flatMap((script) => script.functions);
  const laidOut = functions.filter(({ functionName }) => functionName === 'rowToString');
  expect(laidOut.filter(({ ranges }) => ranges[0]!.count > 0)).toHaveLength(times);
});

test('what is bundled reads nothing beside the package', async () => {
  // Where yargs would look for its words, had it not been told.
  const cwd = folder({ 'locales/en.json': '{', 'modules/locales/en.json': '{' });
  cpSync(join(project, 'dist'), join(cwd, 'modules/coincide/dist'), { recursive: true });
  const command = [process.execPath, join(cwd, 'modules/coincide/dist/cli.js')];
  expect(await start(cwd, ['run', '--nope'], { command }).ended).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^coincide run does not take --nope/),
  });
});

test('what is bundled asks for no tables of languages when it is loaded', () => {
  // V8 reads those of a regular expression where it stands in the text, whether it is used or not.
  const bundles = readdirSync(join(project, 'dist')).filter((name) => name.startsWith('packages-'));
  const lines = bundles.flatMap((name) => readFileSync(join(project, 'dist', name), 'utf8').split('\n'));
  expect(lines.filter((line) => /^(const|let|var) \S+ = (new Intl\.|\/.*\\p\{RGI_)/.test(line))).toEqual([]);
});

test('what is bundled comes with its licences', () => {
  const licences = readFileSync(join(dist, 'third-party-licenses.txt'), 'utf8');
  for (const name of ['yargs', 'yaml', 'valibot', 'csv-stringify', 'safe-stable-stringify', 'seedrandom'])
    expect(licences).toContain(`Name: ${name}\n`);
});

test('a backend that is asked for is loaded', async () => {
  const packages = await packagesOf('run', 'circle.yaml', '--backend', 'cpu');
  expect(packages).toContain('@tensorflow/tfjs-backend-cpu');
  expect(packages).not.toContain('@tensorflow/tfjs-backend-wasm');
});

test('--verify computes on wasm as well, and changes nothing', async () => {
  expect(await packagesOf('run', 'mixed.yaml', '--verify')).toContain('@tensorflow/tfjs-backend-wasm');
});

/** What draws pictures, plots and pages: no command that draws none may wait for it. */
const DRAWING = /^(vega|vega-[a-z]+|d3-[a-z]+|@resvg\/.*|fast-png|fflate|@fontsource\/.*)$/;

test.each([
  ['--help'],
  ['show', '--help'],
  ['validate'],
  ['run', '-q'],
  ['explain', 'circle.yaml'],
  ['list'],
])('coincide %s %s loads nothing that draws', async (...args) => {
  const packages = await packagesOf(...args.filter((arg) => arg !== undefined));
  expect(packages).toContain('arguments');
  expect(packages.filter((name) => DRAWING.test(name))).toEqual([]);
});

test('coincide show loads what it needs for the terminal, and neither plots nor fonts', async () => {
  const packages = await packagesOf('show', 'circle.yaml');
  expect(packages.filter((name) => /vega|d3-|resvg|fontsource/.test(name))).toEqual([]);
});

test('the list would name what draws', async () => {
  const packages = await packagesOf('plot', 'circle.yaml', '-o', 'a.png');
  expect(packages.filter((name) => DRAWING.test(name)).length).toBeGreaterThan(10);
  expect(packages).toContain('@resvg/resvg-wasm');
});

test('decoding a PNG picture loads no HTTP client', async () => {
  const yaml =
    'image: { type: sprite, path: fashion200.png, tile: 28, limit: 2 }\nshift: { max: 1 }\nlayers: [max_pool]\n';
  const cwd = folder({ 'sprite.yaml': yaml });
  cpSync(join(project, 'experiments/models/fashion200.png'), join(cwd, 'fashion200.png'));
  const told =
    "process.on('exit', () => console.error(process.moduleLoadList.filter((one) => /undici/.test(one)).length))";
  const env = { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(told)}"` };
  const { code, stderr } = await start(cwd, ['run', 'sprite.yaml', '--quiet', '--fresh'], { env }).ended;
  expect({ code, undici: stderr.trim() }).toEqual({ code: 0, undici: '0' });
});
