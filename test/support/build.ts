import { execFileSync } from 'node:child_process';
import { project } from './files.ts';

/** Builds the package: see tools/build.ts for the arguments. */
export function buildPackage(...args: string[]): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'tools/build.ts', ...args], {
    cwd: project,
    stdio: 'inherit',
  });
}
