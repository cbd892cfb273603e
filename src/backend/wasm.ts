import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';

export const wasm: BackendKind = {
  title: 'WebAssembly (XNNPACK)',
  package: '@tensorflow/tfjs-backend-wasm',
  optional: false,
  remedy: () => 'install the package again: npm install',
  async load() {
    const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
    return ready('wasm', version_wasm);
  },
};
