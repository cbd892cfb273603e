import { installCommand } from '../core/install.ts';
import { ready } from './core.ts';
import { countAxesFromFront } from './cumulative_axes.ts';
import type { BackendKind } from './kind.ts';

export const cpu: BackendKind = {
  title: 'plain JavaScript',
  package: '@tensorflow/tfjs-backend-cpu',
  optional: false,
  remedy: () => `install the package again: ${installCommand()}`,
  async load(loadPackage) {
    const { version_cpu } = loadPackage<{ version_cpu: string }>(this.package);
    const backend = await ready('cpu', version_cpu, loadPackage);
    countAxesFromFront(backend.tf, 'cpu');
    return backend;
  },
};
