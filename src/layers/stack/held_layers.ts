import type { AnyLayerKind } from '../kind.ts';
import type { Step } from './step.ts';

/** The layers of a variant, as far as they are held. */
interface LayerStack {
  steps: readonly Step[];
}

/** Keeps what layers have loaded, such as the weights of a model, from one use to the next. */
export interface HeldLayers {
  /** Keeps what some stacks have loaded, under a key; nothing happens where the key is held already. */
  hold(key: unknown, stacks: readonly LayerStack[]): void;
  /** Frees what is held under a key. */
  release(key: unknown): void;
  releaseAll(): void;
}

/** Layers that are held by key until they are released: none at first. */
export function createHeldLayers(): HeldLayers {
  const releases = new Map<unknown, () => void>();
  const release = (key: unknown) => {
    releases.get(key)?.();
    releases.delete(key);
  };
  return {
    hold(key, stacks) {
      if (!releases.has(key)) releases.set(key, holdLayers(stacks));
    },
    release,
    releaseAll: () => [...releases.keys()].forEach(release),
  };
}

/** Keeps what some stacks have loaded while it is used. */
export async function withHeldLayers<Result>(
  stacks: readonly LayerStack[],
  use: () => Promise<Result>,
): Promise<Result> {
  const release = holdLayers(stacks);
  try {
    return await use();
  } finally {
    release();
  }
}

/** @returns releases what it keeps */
function holdLayers(stacks: readonly LayerStack[]): () => void {
  const held = new Map<unknown, { kind: AnyLayerKind; stacks: number }>();
  for (const { steps } of stacks)
    for (const [loaded, kind] of holding(steps))
      held.set(loaded, { kind, stacks: 1 + (held.get(loaded)?.stacks ?? 0) });
  const ends = [...held].map(([loaded, { kind, stacks }]) => kind.hold!(loaded, stacks));
  return () => {
    for (const end of ends) end();
  };
}

/** What the layers of a stack have loaded. Several steps may be outputs of one layer, which counts once. */
function holding(steps: readonly Step[]): Map<unknown, AnyLayerKind> {
  const found = new Map<unknown, AnyLayerKind>();
  for (const { layer } of steps) if (layer?.kind.hold) found.set(layer.loaded, layer.kind);
  return found;
}
