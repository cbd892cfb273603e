import type { RunSettings } from '../run.ts';

/** The backend that an argument names, or for `auto` the one that suits each stack. @throws UserError */
export async function backendChooser(name = 'auto'): Promise<RunSettings['backend']> {
  const { autoBackend, loadBackend } = await import('../backend/load.ts');
  if (name === 'auto') return async (layers, work) => (await autoBackend(layers, work)).backend;
  const backend = await loadBackend(name);
  return async () => backend;
}
