import { execFileSync } from 'node:child_process';
import { project } from '../files.ts';

/** Builds the package once before the tests of what users get. */
export default function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: project, stdio: 'inherit' });
}
