import { requireText } from '../core/arguments.ts';
import { UserError } from '../core/error.ts';
import { formatMistake, unknownName } from '../core/mistake.ts';
import type { Backend } from '../core/tensor.ts';
import type { BackendKind } from './kind.ts';
import { backends } from './registry.ts';

export type BackendName = keyof typeof backends;

/** The state of a backend on this machine. */
export type BackendState =
  | { state: 'there'; backend: Backend }
  | { state: 'absent' | 'broken'; why: string; remedy: string };

/** By name: backends that were loaded or found missing in this process. None is tried twice. */
const states = new Map<string, Promise<BackendState>>();

/**
 * Loads a TensorFlow.js backend by name, once per process.
 *
 * @throws UserError if the name is not `tensorflow`, `wasm` or `cpu`, or the backend is absent or broken. Another
 * backend is never used instead
 */
export async function loadBackend(name: BackendName | (string & {})): Promise<Backend> {
  requireText('name', name);
  return loadNamed(name, 'name');
}

/** @param place where the name was written */
async function loadNamed(name: string, place: string): Promise<Backend> {
  if (name === 'auto') throw new UserError(`${place}: auto is no backend; write wasm.`);
  if (!isBackendName(name)) {
    const unknown = unknownName('backend', name, ['auto', ...Object.keys(backends)]);
    const meant = /^(tf|tfjs-node|native|node)$/i.test(name) ? 'tensorflow' : undefined;
    const remedy = /gpu|cuda/i.test(name) ? `${GPU}${place === OPTION ? GPU_OF_ONNX : ''}` : undefined;
    throw new UserError(formatMistake({ place, ...unknown, meant, remedy }));
  }
  const found = await backendState(name);
  if (found.state === 'there') return found.backend;
  throw new UserError(`the backend "${name}" is ${found.state} (${found.why}); ${found.remedy}.`);
}

const OPTION = '--backend';

const GPU = 'write tensorflow, which is a GPU only with @tensorflow/tfjs-node-gpu';
const GPU_OF_ONNX = '; a model of ONNX takes --providers cuda';

/** Whether there is a backend of that name, loaded or not: `wasm`, `cpu`, `tensorflow`. */
export function isBackendName(name: string): name is BackendName {
  return Object.hasOwn(backends, name);
}

/** Tries to load a backend, and says why it cannot be loaded and what to do. */
export function backendState(name: BackendName): Promise<BackendState> {
  const known = states.get(name);
  if (known) return known;
  const found = tryLoading(name, backends[name]);
  states.set(name, found);
  return found;
}

/**
 * The backend of that name, or `auto`. With `auto`, plain loops compute what they are fast at, and WebAssembly, which is in
 * every installation, computes the rest. The same files thus give the same bytes with any packages installed. A backend
 * that is named is loaded at once and computes everything.
 *
 * @param place where the name was written
 * @throws UserError as `loadBackend`
 */
export async function chooseBackend(
  name: string,
  place = OPTION,
): Promise<{ loops: boolean; backend(): Promise<Backend> }> {
  if (name === 'auto') return { loops: true, backend: () => loadBackend('wasm') };
  const backend = await loadNamed(name, place);
  return { loops: false, backend: () => Promise.resolve(backend) };
}

async function tryLoading(name: string, kind: BackendKind): Promise<BackendState> {
  // Packages of Node are not for browsers, which import this file too.
  const { isInstalled, loadPackage } = await import('./package.ts');
  const from = kind.instead !== undefined && isInstalled(kind.instead) ? kind.instead : kind.package;
  try {
    return { state: 'there', backend: { name, ...(await kind.load(loadPackage, from)) } };
  } catch (error) {
    const installed = isInstalled(from);
    const why = installed
      ? `${from} is installed but does not load: ${firstLine(error)}`
      : `${from} is not installed`;
    return { state: installed ? 'broken' : 'absent', why, remedy: await kind.remedy() };
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // The last part of a path says enough, and is no secret.
  return text
    .trim()
    .split('\n')[0]!
    .replaceAll(/(?:\/[^\s'"/]+)+\/([^\s'"/]+)/g, '$1')
    .replace(/[\s.:]+$/, '');
}
