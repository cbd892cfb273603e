import { ready } from './core.ts';
import type { BackendKind } from './kind.ts';

export const wasm: BackendKind = {
  title: 'WebAssembly (XNNPACK)',
  package: '@tensorflow/tfjs-backend-wasm',
  remedy: 'install it again: npm install coincide',
  async load() {
    const { version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
    return ready('wasm', version_wasm);
  },
};
