import * as wasm from '@tensorflow/tfjs-backend-wasm';
import * as converter from '@tensorflow/tfjs-converter';
import * as core from '@tensorflow/tfjs-core';

export default {
  '@tensorflow/tfjs-core': core,
  '@tensorflow/tfjs-backend-wasm': wasm,
  '@tensorflow/tfjs-converter': converter,
};

/** Says where its WebAssembly is. @param bytes gives the bytes of a file beside the page */
export async function prepare(bytes: (name: string) => Promise<Uint8Array>): Promise<void> {
  const simd = await bytes('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm');
  const url = URL.createObjectURL(new Blob([simd as BlobPart], { type: 'application/wasm' }));
  // Threads would sum up in another order on every machine.
  core.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  core.env().set('WASM_HAS_SIMD_SUPPORT', true);
  wasm.setWasmPaths({
    'tfjs-backend-wasm.wasm': url,
    'tfjs-backend-wasm-simd.wasm': url,
    'tfjs-backend-wasm-threaded-simd.wasm': url,
  });
}
