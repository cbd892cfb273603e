import { expect, test, vi } from 'vitest';
import { loadModel } from '../../src/model/loaded.ts';
import { asTheyAre, filesOf } from '../support/model/networks.ts';

interface Options {
  intraOpNumThreads: number;
  executionProviders: string[];
}

const created: Options[] = [];

/** The version of the runtime, if not its own. */
let version: string | undefined;

/** The message with which no session starts, if there is one. */
let failure = '';

/** The runtime, with a provider more than it has: a session on it runs on the processor. */
vi.mock('onnxruntime-node', async (original) => {
  const runtime = ((await original()) as { default: typeof import('onnxruntime-node') }).default;
  const { InferenceSession } = runtime;
  const stand = {
    ...runtime,
    env: {
      get versions() {
        return version === undefined ? runtime.env.versions : { common: version };
      },
    },
    listSupportedBackends: () => [
      { name: 'cpu' },
      { name: 'coreml' },
      { name: 'webgpu' },
      { name: 'tensorrt' },
    ],
    InferenceSession: {
      create: (bytes: Uint8Array, options: Options) => {
        created.push(options);
        if (failure) throw new Error(failure);
        return InferenceSession.create(bytes, { ...options, executionProviders: ['cpu'] });
      },
    },
  };
  return { ...stand, default: stand };
});

const load = (settings: object) => loadModel({ ...filesOf('max.onnx'), settings }, [36, 36, 1], asTheyAre);

test('a model is computed by one thread of the processor, unless others are asked for', async () => {
  const plain = await load({});
  expect(plain.runtime).toBe('onnxruntime-node');
  for (const options of created.splice(0))
    expect(options).toMatchObject({ intraOpNumThreads: 1, executionProviders: ['cpu'] });
  const other = await load({ threads: 3, providers: ['coreml', 'cpu'] });
  expect(other.runtime).toBe('onnxruntime-node (providers coreml, cpu; 3 threads)');
  expect(created.length).toBeGreaterThan(0);
  for (const options of created)
    expect(options).toMatchObject({ intraOpNumThreads: 3, executionProviders: ['coreml', 'cpu'] });
  plain.hold()();
  other.hold()();
});

test('a provider that is not there is an error, never replaced', async () => {
  await expect(load({ providers: ['cuda', 'cpu'] })).rejects.toThrow(
    'the model max.onnx cannot run on the execution provider "cuda": this onnxruntime-node has cpu, coreml, webgpu, tensorrt.',
  );
});

test.each([
  [
    'tensorrt',
    'OrtSessionOptionsAppendExecutionProvider_TensorRT: Failed to load shared library',
    'with ONNXRUNTIME_NODE_INSTALL=cuda12 in the environment, npm install onnxruntime-node fetches its libraries for an NVIDIA GPU',
  ],
  [
    'webgpu',
    'webgpu_context.cc:136 Initialize Failed to get a WebGPU adapter: No supported adapters',
    'it needs a GPU and its driver',
  ],
])('%s without its libraries or a device is an error with what to do', async (provider, message, remedy) => {
  failure = message;
  await expect(load({ providers: [provider] })).rejects.toThrow(
    `the model max.onnx cannot run on the execution provider "${provider}": ${message}; ${remedy}, and --providers cpu takes the processor.`,
  );
  failure = '';
});

test.each(['1.21.0', '1.9.0'])('a runtime of the version %s is told to be too old', async (old) => {
  version = old;
  await expect(load({})).rejects.toThrow(
    `the model max.onnx needs onnxruntime-node 1.22.0 or newer, and ${old} is installed: npm install --onnxruntime-node-install=skip onnxruntime-node@latest.`,
  );
  version = undefined;
});
