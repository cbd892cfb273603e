import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';
import { loadPackage } from './package.ts';

export const tensorflow: BackendKind = {
  title: 'native TensorFlow',
  package: '@tensorflow/tfjs-node',
  optional: true,
  threads: true,
  remedy: () => `npm install @tensorflow/tfjs-node; where that leaves it out or incomplete: bash ${script()}`,
  async load() {
    repairNodeUtil();
    quietAndRepeatable();
    const tfjsNode = loadPackage<{ version: Record<string, string> }>(this.package);
    return ready('tensorflow', tfjsNode.version['tfjs-node']!);
  },
};

/**
 * tfjs-node 4.22 calls functions of `node:util` that Node 23 removed, and that Node 22 warns about; in every thread,
 * before its first operation.
 */
function repairNodeUtil(): void {
  const old = util as {
    isNullOrUndefined?: (value: unknown) => boolean;
    isArray?: (value: unknown) => boolean;
  };
  old.isNullOrUndefined = (value) => value === null || value === undefined;
  old.isArray = Array.isArray;
}

/** Its C++ side tells about the processor on stderr, and oneDNN changes the last bits from one machine to the next. */
function quietAndRepeatable(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
}

function script(): string {
  // From the bundle in dist/, or from the source.
  const here = ['../tools/build-tfjs-node.sh', '../../tools/build-tfjs-node.sh']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  return here ? relative(process.cwd(), here) : 'node_modules/coincide/tools/build-tfjs-node.sh';
}
