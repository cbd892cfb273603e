import { installCommand } from '../core/install.ts';
import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';
import { mendKernels } from './wasm_kernels.ts';

export const wasm: BackendKind = {
  title: 'WebAssembly (XNNPACK)',
  package: '@tensorflow/tfjs-backend-wasm',
  optional: false,
  remedy: () => `install the package again: ${installCommand()}`,
  async load(loadPackage) {
    const { version_wasm } = loadPackage<{ version_wasm: string }>(this.package);
    const backend = await ready('wasm', version_wasm, loadPackage);
    mendKernels(backend.tf);
    return backend;
  },
};
