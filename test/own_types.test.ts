import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutTypesOfTensorFlow } from '../tools/types/own_types.ts';
import { folder, project } from './support/files.ts';
import { scaled } from './support/time.ts';

const chunk = `import * as tfjs from "@tensorflow/tfjs-core";
type TensorFlow = typeof tfjs;
type Tensor4D = tfjs.Tensor4D;
interface Layer { apply(tf: TensorFlow, x: Tensor4D): Tensor4D }
export { Layer };
`;
const use = `import type { Layer } from './chunk.js';
export const half: Layer = { apply: (tf, x) => tf.tidy(() => tf.mul(x, 0.5)) };
// @ts-expect-error a shape has four numbers
export const wrong: Layer = { apply: (_, x) => ({ ...x, shape: [1] }) };
`;

test(
  'the types of the package name none of TensorFlow.js, and compile without skipLibCheck',
  () => {
    const cwd = folder({ 'chunk.d.ts': chunk, 'use.ts': use, 'package.json': '{"type":"module"}' });
    withoutTypesOfTensorFlow(cwd);
    expect(readFileSync(join(cwd, 'chunk.d.ts'), 'utf8')).not.toContain('@tensorflow');
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022'];
    const modules = ['--module', 'nodenext'];
    // It throws what the compiler says, if it says something.
    execFileSync(process.execPath, [tsc, ...options, ...modules, 'use.ts'], { cwd, encoding: 'utf8' });
    expect(() => withoutTypesOfTensorFlow(cwd)).toThrow('names @tensorflow/tfjs-core');
  },
  scaled(60),
);

test('a build ends where its types need TypeScript 5.7', () => {
  const cwd = folder({ 'chunk.d.ts': `${chunk}export declare const data: Float32Array<ArrayBuffer>;\n` });
  expect(() => withoutTypesOfTensorFlow(cwd)).toThrow('chunk.d.ts has Float32Array<ArrayBuffer>');
});
