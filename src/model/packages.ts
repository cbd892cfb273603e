import type * as tfjsConverter from '@tensorflow/tfjs-converter';
import type * as onnxruntime from 'onnxruntime-node';
import { mendKernels } from '../backend/wasm_kernels.ts';
import { UserError } from '../core/error.ts';
import { installCommand } from '../core/install.ts';
import type { Backend, TensorFlow } from '../core/tensor.ts';

/** Packages that only models need. Each is imported with the first model that needs it. */

export type Converter = typeof tfjsConverter;
export type OnnxRuntime = typeof onnxruntime;

/** The package that reads graph models, loaded when it is first needed. */
export async function converterPackage(): Promise<Converter> {
  return defaultExport(await import('@tensorflow/tfjs-converter'));
}

/** How ONNX Runtime is installed, without what its install script downloads for graphics cards. */
export function onnxInstall(version = ''): string {
  return installCommand(`onnxruntime-node${version}`, '--onnxruntime-node-install=skip');
}

/** The oldest version that says what inputs a model has. */
export const OLDEST_ONNX = '1.22.0';

/** Whether a version of onnxruntime-node, as 1.21.0, is too old. */
export function isTooOld(version: string): boolean {
  const [numbers, oldest] = [version.split('.').map(Number), OLDEST_ONNX.split('.').map(Number)];
  const differing = oldest.findIndex((number, i) => number !== numbers[i]);
  return differing >= 0 && numbers[differing]! < oldest[differing]!;
}

/**
 * Loads onnxruntime-node, which only users of ONNX install.
 *
 * @param path of the model, for the message
 * @throws UserError (run) if it is not installed, is too old, or does not load
 */
export async function onnxPackage(path: string): Promise<OnnxRuntime> {
  sendNoUsageData();
  try {
    const runtime: OnnxRuntime = defaultExport(await import('onnxruntime-node'));
    const version = runtime.env.versions.common;
    if (isTooOld(version))
      throw new UserError(
        `the model ${path} needs onnxruntime-node ${OLDEST_ONNX} or newer, and ${version} is installed: ${onnxInstall('@latest')}.`,
        { kind: 'run' },
      );
    return runtime;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const absent = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const why = absent ? 'is not installed' : 'is installed but does not load';
    const message = `the model ${path} needs onnxruntime-node, which ${why}: ${onnxInstall()}.`;
    throw new UserError(message, { kind: 'run', cause });
  }
}

/**
 * From 1.29 on, ONNX Runtime else sends Microsoft data about its use, and writes files into the home folder and the folder
 * of temporary files. It looks once per process, before it starts.
 */
function sendNoUsageData(): void {
  // In a browser there is no process, and its runtime sends nothing.
  if (typeof process === 'object') process.env.ORT_DISABLE_TELEMETRY ??= '1';
}

/** TensorFlow.js on wasm, which every installation has. It finds a model's shapes before anything runs. */
export async function plainBackend(): Promise<Backend> {
  const tf: TensorFlow = defaultExport(await import('@tensorflow/tfjs-core'));
  tf.env().set('PROD', true);
  const { version_wasm: version } = defaultExport(await import('@tensorflow/tfjs-backend-wasm'));
  const activate = () => {
    // Asynchronous by its type only: a backend that has started is switched to at once.
    if (tf.getBackend() !== 'wasm') void tf.setBackend('wasm');
  };
  await tf.setBackend('wasm');
  await tf.ready();
  mendKernels(tf);
  return { name: 'wasm', version, tf, activate };
}

/** A CommonJS package has all of its names in its default export. */
function defaultExport<T extends object>(module: T): T {
  return 'default' in module ? (module.default as T) : module;
}
