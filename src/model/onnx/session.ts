import type * as onnxruntime from 'onnxruntime-node';
import { quoted, UserError } from '../../core/error.ts';
import type { RuntimeSettings } from '../../core/files.ts';
import { installCommand } from '../../core/install.ts';
import { modelMistake } from '../mistake.ts';
import type { OnnxRuntime } from '../packages.ts';
import { reasonOf } from '../reason.ts';

/** The input for a session of the runtime. */
export interface SessionSource {
  path: string;
  runtime: OnnxRuntime;
  /** The folder where it reads weights. */
  folder: string | undefined;
  /** Weights that are in memory. */
  external: { path: string; data: Uint8Array }[];
  settings: RuntimeSettings;
  opset: number | undefined;
}

/**
 * Starts a model on ONNX Runtime.
 *
 * @param bytes its graph; weights are where `source` says
 * @param forShapes whether only the shapes of its values are asked for
 * @throws UserError (run) where it cannot be loaded, or a provider is missing
 */
export async function startSession(
  { path, runtime, folder, external, settings, opset }: SessionSource,
  bytes: Uint8Array,
  { forShapes = false } = {},
): Promise<onnxruntime.InferenceSession> {
  const providers = settings.providers ?? ['cpu'];
  requireProviders(path, runtime, providers);
  const session = {
    // By default weights that are stored in 8 bits make the runtime round activations to 8 bits too, where the processor
    // has instructions for that: outputs up to 2 % off. 1: float32, as the graph is written.
    qdq_matmulnbits_accuracy_level: '1',
    ...(folder !== undefined && { model_external_initializers_file_folder_path: folder }),
    // Packed weights are faster, and are a second copy of all weights.
    ...((forShapes || settings.sparing) && { disable_prepacking: '1' }),
  };
  try {
    return await runtime.InferenceSession.create(bytes, {
      executionProviders: [...providers],
      intraOpNumThreads: settings.threads ?? 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: forShapes ? 'disabled' : 'all',
      ...(external.length > 0 && { externalData: external }),
      extra: { session },
      // Its messages are in the errors that it throws.
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw modelMistake(path, providerFailure(cause, providers) ?? loadingFailure(cause, opset), cause);
  }
}

function requireProviders(
  path: string,
  { listSupportedBackends }: OnnxRuntime,
  providers: readonly string[],
): void {
  const there = ['cpu', ...(listSupportedBackends?.() ?? []).map(({ name }) => name)];
  const missing = providers.find((provider) => !there.includes(provider));
  if (missing === undefined) return;
  const known = [...new Set(there)].join(', ');
  throw new UserError(
    `the model ${path} cannot run on the execution provider ${quoted(missing)}: this onnxruntime-node has ${known}.`,
    { kind: 'run' },
  );
}

/** The runtime's messages where a provider cannot be used: its libraries are not there, or no device for it. */
const NO_PROVIDER =
  /AppendExecutionProvider_(\w+)|(WebGPU) adapter|(CUDA|TensorRT|CoreML|DirectML|QNN) (?:failure|error|driver)/i;

/** What to do about a provider that the runtime lists and cannot use; undefined for another failure. */
function providerFailure(cause: unknown, providers: readonly string[]): string | undefined {
  const [, ...named] = NO_PROVIDER.exec(String(cause)) ?? [];
  const asked = named.find((one) => one !== undefined)?.toLowerCase();
  const provider = providers.find((one) => one === asked);
  if (provider === undefined) return undefined;
  const install = ['cuda', 'tensorrt'].includes(provider)
    ? `with ONNXRUNTIME_NODE_INSTALL=cuda12 in the environment, ${installCommand('onnxruntime-node')} fetches its libraries for an NVIDIA GPU`
    : 'it needs a GPU and its driver';
  return `cannot run on the execution provider ${quoted(provider)}: ${reasonOf(cause)}; ${install}, and --providers cpu takes the processor`;
}

/** The first opset of ONNX that the runtime computes whole. */
const FIRST_OPSET = 7;

function loadingFailure(cause: unknown, opset: number | undefined): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [, operation] = /(?:Fatal error: |No Op registered for )([\w.:]+)/.exec(message) ?? [];
  if (operation)
    return `uses the operation ${quoted(operation)}, which ONNX Runtime does not know; export the model with operators of ONNX only`;
  const [, later, known] = /Opset (\d+) is under development[\s\S]*till opset (\d+)/.exec(message) ?? [];
  if (later)
    return `has the opset ${later}, and this onnxruntime-node knows up to ${known}; install a newer one, or export the model with the opset ${known}`;
  const [, version, largest] = /IR version: (\d+), max supported IR version: (\d+)/.exec(message) ?? [];
  if (version)
    return `has the IR version ${version}, and this onnxruntime-node reads up to ${largest}; install a newer one, or save the model with the IR version ${largest}`;
  const [, type] = ODD_TYPE.exec(message) ?? [];
  if (type)
    return `has an input or an output of the type ${ODD_NAMES[type] ?? `number ${type} of ONNX`}, which onnxruntime-node does not take; export it with float32 there`;
  const [, refused, taker] =
    /Type 'tensor\((\w+)\)' of input parameter \(.*?\) of operator \((\w+)\)/.exec(message) ?? [];
  if (refused)
    return `gives the operation ${quoted(taker!)} values of the type ${refused}, which its opset does not allow; export the model in float32`;
  const [, kernel] = /Could not find an implementation for ([\w.]+)\(/.exec(message) ?? [];
  if (kernel && opset !== undefined && opset < FIRST_OPSET)
    return `has the opset ${opset}, and ONNX Runtime computes those from ${FIRST_OPSET} on; convert it: onnx.version_converter.convert_version(onnx.load(FILE), 17)`;
  if (kernel)
    return `uses the operation ${quoted(kernel)} with values of a type that ONNX Runtime does not compute it for; export the model in float32`;
  const [, early, late] = CUT_WEIGHTS.exec(message) ?? [];
  if (early ?? late)
    return `has the weight ${quoted((early ?? late)!)}, which the file beside it does not hold whole; copy both files again, or export with external_data=False`;
  return `cannot be loaded: ${reasonOf(cause)}`;
}

/** The runtime's messages where weights end before or behind their file, or are not as long as their shape says. */
const CUT_WEIGHTS =
  /External initializer: (.+?) offset: .* out of bounds|TensorProto: (.+?) external data size mismatch/;

/** The runtime's message where JavaScript has no values of a type, and the names of those types by their numbers. */
const ODD_TYPE = /Unsupported data type: (\d+)/;
const ODD_NAMES: Record<string, string> = {
  14: 'complex64',
  15: 'complex128',
  16: 'bfloat16',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  23: 'float4e2m1',
};

/** Whether a model could not be started since JavaScript has no values of the type of an input or an output. */
export function isOfOddType(error: unknown): boolean {
  return error instanceof Error && ODD_TYPE.test(String(error.cause));
}
