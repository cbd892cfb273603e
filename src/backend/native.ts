import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';

/**
 * Restores functions of `node:util` that tfjs-node 4.22 calls: Node 23 removed them, and Node 22 warns about them.
 * Needed in every thread, before the first operation.
 */
export function repairNodeUtil(): void {
  const old = util as {
    isNullOrUndefined?: (value: unknown) => boolean;
    isArray?: (value: unknown) => boolean;
  };
  old.isNullOrUndefined = (value) => value === null || value === undefined;
  old.isArray = Array.isArray;
}

/** Silences the C++ library's notes on the processor, and turns oneDNN off: its last bits depend on the machine. */
export function quietAndRepeatable(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
}

/** The path of the script that builds native TensorFlow, from the current folder. */
export function buildScript(): string {
  // From the bundle in dist/, or from the source.
  const here = ['../tools/build-tfjs-node.sh', '../../tools/build-tfjs-node.sh']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  return here ? relative(process.cwd(), here) : 'node_modules/coincide/tools/build-tfjs-node.sh';
}
