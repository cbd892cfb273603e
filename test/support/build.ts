import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const addon = `${project}node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node`;

/**
 * Once before all tests, builds the package, since the command-line tool is tested as what users get; and native
 * TensorFlow, where no backend may be missing and npm has left it out.
 */
export default function setup(): void {
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: project, stdio: 'inherit' });
  run('npm', 'run', '--silent', 'build');
  if (Number(process.env.COINCIDE_REQUIRE_BACKENDS) >= 3 && !existsSync(addon))
    run('bash', 'tools/build-tfjs-node.sh');
}
