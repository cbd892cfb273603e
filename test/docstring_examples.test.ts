import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import ts from 'typescript';
import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import * as coincide from '../src/index.ts';
import { matchers } from '../src/vitest.ts';
import { checkedCode, codeExamples, compilerOptions } from './support/docstring_examples.ts';
import { project } from './support/files.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));
/** Modules that begin to work when they are loaded, and those of a page. */
const isApart = (file: string) =>
  /^(playground|report\/script|cli\/(main|threads|worker))\b/.test(file) || /\bworker\.ts$/.test(file);
const examples = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !isApart(file))
  .sort()
  .flatMap((file) => codeExamples(src, file));
const forUsers = examples.filter(({ name }) => name in coincide || name in matchers);

/** What examples for users name without declaring it, as text, since their types are checked too. */
const preamble = `
  const experiment: coincide.ExperimentInput = { image: 'circle', shift: { max: 1 }, trials: 9, pool: 'max_pool' };
  const model = { predict: (x: tf.Tensor4D) => tf.maxPool(x, 2, 2, 'valid') };
  const { table: { rows } } = await coincide.run({ ...experiment, shift: { max: 3 }, pool: { type: 'max_pool', depth: 4 } });
`;

// The backend of the examples that compute with tensors.
beforeAll(() => coincide.loadBackend('cpu'));

let ran = 0;

test.for(examples.map((one) => [one.name, one.file, one.code] as const))(
  'the example of %s in %s runs and gives what it says',
  async ([name, file, code], { skip }) => {
    const own = await import(path.join(src, file));
    const imported = await Promise.all(importsOf(file).map((module) => import(module)));
    const named = { coincide, tf, v, strictObject: v.strictObject, path, expect, same };
    const scope: Record<string, unknown> = Object.assign({}, ...imported, coincide, own, named);
    const isShown = name in coincide || name in matchers;
    const text = `${isShown ? preamble : ''}{ ${checkedCode(code)} }`;
    const names = Object.keys(scope).filter((one) => one !== 'default');
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
    const { outputText } = ts.transpileModule(text, { compilerOptions });
    const running = AsyncFunction(...names, outputText)(...names.map((one) => scope[one]));
    await running.catch((cause: Error) => {
      // An example for contributors may speak of values that it does not make.
      skip(!isShown && cause instanceof ReferenceError, cause.message);
      throw cause;
    });
    ran++;
  },
);

test('examples for users compile', () => {
  const imports = `
    import * as tf from '@tensorflow/tfjs-core';
    import { strictObject } from 'valibot';
    import { expect } from 'vitest';
    import * as coincide from '../src/index.ts';
    import '../src/vitest.ts';
    const { ${Object.keys(coincide)} } = coincide;
  `;
  const text = [imports, preamble, ...forUsers.map(({ code }) => `{ ${code} }`)].join('\n');
  const place = path.join(project, 'test/examples_for_users.ts');
  const host = ts.createCompilerHost(compilerOptions);
  const { readFile, fileExists } = host;
  host.readFile = (file) => (file === place ? text : readFile(file));
  host.fileExists = (file) => file === place || fileExists(file);
  const program = ts.createProgram([place], compilerOptions, host);
  const wrong = program.getSemanticDiagnostics(program.getSourceFile(place));
  expect(ts.formatDiagnostics(wrong, { ...host, getCurrentDirectory: () => project })).toBe('');
});

test('no example for users is left out, and most of the others are code that runs', () => {
  expect(forUsers.map(({ name }) => name).sort()).toEqual([
    'check',
    'defineLayer',
    'measure',
    'run',
    'toBeInvariant',
    'toHoldClaims',
  ]);
  expect(ran).toBeGreaterThan(160);
});

/** The modules that a file imports for more than types. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(src, file), 'utf8');
  return [...text.matchAll(/^import (?!type)[^;]*? from '(\.[^']+)'/gm)].map(([, module]) =>
    path.join(src, path.dirname(file), module!),
  );
}

/** Expects a value as a comment says it. Fractions are written with four digits, typed arrays as lists. */
function same(got: unknown, said: () => unknown): void {
  expect(listed(got)).toEqual(rounded(listed(said())));
}

function listed(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) return expect.closeTo(value, 4);
  return Array.isArray(value) ? value.map(rounded) : value;
}
