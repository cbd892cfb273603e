import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';

export default { 'onnxruntime-node': { env, InferenceSession, Tensor } };

/** Gives it its WebAssembly. @param bytes gives the bytes of a file beside the page */
export async function prepare(bytes: (name: string) => Promise<Uint8Array>): Promise<void> {
  env.wasm.wasmBinary = (await bytes('onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'))
    .buffer as ArrayBuffer;
  env.wasm.numThreads = 1;
}
