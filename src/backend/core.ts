import type { Backend, TensorFlow } from '../core/tensor.ts';
import { loadPackage } from './package.ts';

/**
 * TensorFlow.js with one of its registered backends. All backends share one engine, so each activates itself before
 * it computes.
 *
 * @throws Error if the backend does not start
 */
export async function ready(name: string, version: string): Promise<Omit<Backend, 'name'>> {
  const tf = core();
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its backend "${name}"`);
  await tf.ready();
  return {
    version,
    tf,
    activate() {
      // Asynchronous by its type only: a backend that has started is switched to at once.
      if (tf.getBackend() !== name) void tf.setBackend(name);
    },
  };
}

/** Without its banner. */
function core(): TensorFlow {
  const tf = loadPackage<TensorFlow>('@tensorflow/tfjs-core');
  tf.env().set('PROD', true);
  return tf;
}
