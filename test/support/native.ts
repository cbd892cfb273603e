import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { project } from './files.ts';

const addon = join(project, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

/** Builds native TensorFlow once before all tests, if every backend is required and npm has left it out. */
export default function setup(): void {
  if (Number(process.env.COINCIDE_REQUIRE_BACKENDS) >= 3 && !existsSync(addon))
    execFileSync('bash', ['tools/build-tfjs-node.sh'], { cwd: project, stdio: 'inherit' });
}
