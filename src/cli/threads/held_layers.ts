import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { holdLayers } from '../../layers/stack.ts';

/** Keeps what the layers of experiments have loaded, from one variant to the next. */
export interface HeldLayers {
  hold(file: number): void;
  /** Frees what one experiment has loaded. */
  release(file: number): void;
  releaseAll(): void;
}

export function createHeldLayers(found: readonly ExperimentFile[]): HeldLayers {
  const releases = new Map<number, () => void>();
  const release = (file: number) => {
    releases.get(file)?.();
    releases.delete(file);
  };
  return {
    hold(file) {
      if (releases.has(file)) return;
      const { variants } = found[file]!.experiment;
      releases.set(file, holdLayers(variants.map(({ steps }) => steps)));
    },
    release,
    releaseAll: () => [...releases.keys()].forEach(release),
  };
}
