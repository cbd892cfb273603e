import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';
import { loadPackage } from './package.ts';

export const wasm: BackendKind = {
  title: 'WebAssembly (XNNPACK)',
  package: '@tensorflow/tfjs-backend-wasm',
  optional: false,
  remedy: () => 'install the package again: npm install',
  async load() {
    const { version_wasm } = loadPackage<{ version_wasm: string }>(this.package);
    return ready('wasm', version_wasm);
  },
};
