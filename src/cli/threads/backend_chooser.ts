import type { RunSettings } from '../../run/settings.ts';

/** A backend, and a function that explains the choice. */
export interface Computing {
  /** The name that was asked for, or `auto`. */
  name: string;
  computing: RunSettings;
  /** Prints how an experiment is computed; the same text only once. */
  say(experiment: string, why: string): void;
}

/** Chooses a backend. One that is asked for by name is loaded before anything runs. @param tell prints a line */
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
