import type { Layer } from '../layers/stack.ts';
import type { Backend } from '../tensor.ts';

/** Gives the backend for a stack of an experiment. */
export type Chooser = (layers: readonly Layer[], work: number, experiment: string) => Promise<Backend>;

/** A backend that is asked for by name is loaded before anything runs. @param say told which it is, and why */
export async function backendChooser(
  name: string,
  say: ((text: string) => void) | undefined,
): Promise<Chooser> {
  const { autoBackend, loadBackend } = await import('../backend/load.ts');
  const told = new Set<string>();
  const tell = (text: string) => {
    if (!told.has(text)) say?.(text);
    told.add(text);
  };
  if (name !== 'auto') {
    const backend = await loadBackend(name);
    tell(`backend ${name} ${backend.version}: asked for`);
    return async () => backend;
  }
  return async (layers, work, experiment) => {
    const { backend, why } = await autoBackend(layers, work);
    tell(`${experiment}: backend ${backend.name} ${backend.version}: ${why}`);
    return backend;
  };
}
