import type { Backend, TensorFlow } from '../core/tensor.ts';
import type { LoadPackage } from './kind.ts';

/**
 * Starts a registered backend of TensorFlow.js. All backends share one engine, so each must be activated before it
 * computes.
 *
 * @throws Error if the backend does not start
 */
export async function ready(
  name: string,
  version: string,
  loadPackage: LoadPackage,
): Promise<Omit<Backend, 'name'>> {
  const tf = core(loadPackage);
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its backend "${name}"`);
  await tf.ready();
  return {
    version,
    tf,
    activate() {
      // Its type is asynchronous, but a backend that has started becomes active at once.
      if (tf.getBackend() !== name) void tf.setBackend(name);
    },
  };
}

/** TensorFlow.js, which prints its banner unless PROD is set. */
function core(loadPackage: LoadPackage): TensorFlow {
  const tf = loadPackage<TensorFlow>('@tensorflow/tfjs-core');
  tf.env().set('PROD', true);
  return tf;
}
