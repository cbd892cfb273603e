import { installCommand } from '../core/install.ts';
import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';

export const tensorflow: BackendKind = {
  title: 'native TensorFlow',
  package: '@tensorflow/tfjs-node',
  instead: '@tensorflow/tfjs-node-gpu',
  optional: true,
  threads: true,
  async remedy() {
    const { buildScript } = await import('./native.ts');
    return `${installCommand('@tensorflow/tfjs-node')}; where that leaves it out or incomplete: bash ${buildScript()}`;
  },
  async load(loadPackage, from) {
    const { quietAndRepeatable, repairNodeUtil } = await import('./native.ts');
    repairNodeUtil();
    quietAndRepeatable();
    const tfjsNode = loadPackage<{ version: Record<string, string> }>(from);
    const version = tfjsNode.version['tfjs-node']!;
    return ready('tensorflow', from === this.package ? version : `${version} (${from})`, loadPackage);
  },
};
