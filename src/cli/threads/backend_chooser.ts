import type { RunSettings } from '../../run/settings.ts';

/** What computes experiments, and a way to say why. */
export interface Computing {
  /** What was asked for. */
  name: string;
  computing: Pick<RunSettings, 'loops' | 'backend'>;
  /** Says it once for each way in which an experiment is computed. */
  say(experiment: string, why: string): void;
}

/** A backend that is asked for by name is loaded before anything runs. @param tell told which it is, and why */
export async function backendChooser(
  name: string,
  tell: ((text: string) => void) | undefined,
): Promise<Computing> {
  const { chooseBackend } = await import('../../backend/load.ts');
  const computing = await chooseBackend(name);
  const said = new Set<string>();
  return {
    name,
    computing,
    say(experiment, why) {
      const text = `${experiment}: computed ${name === 'auto' ? why : `on ${name}, which was asked for`}`;
      if (!said.has(text)) tell?.(text);
      said.add(text);
    },
  };
}
