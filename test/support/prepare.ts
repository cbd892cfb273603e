import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { unpackedChromium } from './chromium.ts';
import { project } from './files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for what test files make once, and share. */
    shared: string;
  }
}

const addon = join(project, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

/**
 * Prepares what tests need, once before all of them: the WebAssembly and the script of the report, if their sources have
 * changed; native TensorFlow, if every backend is required and its addon is missing; Chromium; and a folder that they share.
 *
 * @returns removes the folder
 */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  await import('../../tools/compile.ts');
  if (Number(process.env.COINCIDE_REQUIRE_BACKENDS) >= 3 && !existsSync(addon))
    execFileSync('bash', ['tools/build-tfjs-node.sh'], { cwd: project, stdio: 'inherit' });
  // It takes what another process has not unpacked to the end for whole. Where it fails, the tests in a browser say why.
  if (process.env.COINCIDE_CHROMIUM === undefined) await unpackedChromium().catch(() => undefined);
  const shared = mkdtempSync(join(tmpdir(), 'coincide-tests-'));
  provide('shared', shared);
  return () => rmSync(shared, { recursive: true, force: true });
}
