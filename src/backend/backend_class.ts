import { createRequire } from 'node:module';
import { isBackendName } from './load.ts';
import { backends } from './registry.ts';

const requirePackage = createRequire(import.meta.url);

/**
 * What computes, as far as numbers may depend on it: the backend for `--backend`, and the version of its library. Nothing
 * is loaded for it. With `auto` WebAssembly computes what plain loops do not.
 *
 * @example backendClass('auto') // 'auto, wasm 4.22.0'
 */
export function backendClass(name: string): string {
  const computes = isBackendName(name) ? name : 'wasm';
  const versioned = `${computes} ${installedVersion(backends[computes].package)}`;
  return name === 'auto' ? `auto, ${versioned}` : versioned;
}

/** The installed version of a package, or `absent`. @example installedVersion('onnxruntime-node') // '1.30.0' */
export function installedVersion(name: string): string {
  try {
    return (requirePackage(`${name}/package.json`) as { version: string }).version;
  } catch {
    return 'absent';
  }
}
