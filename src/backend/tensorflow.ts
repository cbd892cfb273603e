import util from 'node:util';
import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';

export const tensorflow: BackendKind = {
  title: 'native TensorFlow',
  package: '@tensorflow/tfjs-node',
  remedy:
    'npm install @tensorflow/tfjs-node; where its download is blocked: bash node_modules/coincide/tools/build-tfjs-node.sh',
  async load() {
    repairNodeUtil();
    // Its C++ side announces the processor's features on stderr otherwise.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    // By a variable, since an optional package has no types where it is absent.
    const { default: tfjsNode } = (await import(this.package)) as {
      default: { version: Record<string, string> };
    };
    return ready('tensorflow', tfjsNode.version['tfjs-node']!);
  },
};

/** tfjs-node 4.22 calls functions of `node:util` that Node 23 removed; in every thread, before its first operation. */
function repairNodeUtil(): void {
  const old = util as {
    isNullOrUndefined?: (value: unknown) => boolean;
    isArray?: (value: unknown) => boolean;
  };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}
