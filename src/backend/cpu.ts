import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';

export const cpu: BackendKind = {
  title: 'plain JavaScript',
  package: '@tensorflow/tfjs-backend-cpu',
  optional: false,
  remedy: () => 'install the package again: npm install',
  async load() {
    const { version_cpu } = await import('@tensorflow/tfjs-backend-cpu');
    return ready('cpu', version_cpu);
  },
};
