import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './files.ts';

const addon = join(project, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

/**
 * Prepares what tests of the source need, once before all of them: the WebAssembly and the script of the report, if their sources have changed; and
 * native TensorFlow, if every backend is required and its addon is missing.
 */
export default async function setup(): Promise<void> {
  await import('../../tools/compile.ts');
  if (Number(process.env.COINCIDE_REQUIRE_BACKENDS) >= 3 && !existsSync(addon))
    execFileSync('bash', ['tools/build-tfjs-node.sh'], { cwd: project, stdio: 'inherit' });
}
