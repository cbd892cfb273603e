import type { ComparisonKind } from '../compare/kind.ts';
import type { Scheduler } from '../core/scheduler.ts';
import type { Backend, Image, Shifts } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import type { Fill } from '../shift/move.ts';

/** A comparison with its options. */
export interface Comparison {
  kind: ComparisonKind;
  options: any;
}

/** A stack of prepared layers. */
export interface Stack {
  steps: readonly Step[];
  /** The indices of the steps that are measured. */
  measured: ReadonlySet<number>;
  /** When two outputs coincide. */
  compare: Comparison;
}

/** Images that are shifted alike. Nothing in it may be changed, since variants share it. */
export interface ShiftedImages {
  /** The image; and the one that it is compared with, if any. */
  images: readonly Image[];
  shifts: Shifts;
  fill: Fill;
}

/** How a stack is computed. None of it changes a number, but for `toleranceTimes` and rounding on a backend. */
export interface EngineOptions {
  /** Computes layers in plain loops where they have them and it pays. Default: every layer on the backend. */
  loops?: boolean | undefined;
  /** Loads the backend, when it is first needed. */
  backend(): Promise<Backend>;
  /** Receives how the stack is computed, and why, and how the distances of each step are: phrases. */
  told?: ((why: string) => void) | undefined;
  /** Bytes for batches of copies, and for cached outputs that others are compared with. Default 256 MiB. */
  memory?: number | undefined;
  /** Computes every distinct shift as an image of its own: slower, with the same results. */
  copies?: boolean | undefined;
  /** A factor of the comparison's tolerance, to see which results depend on it. Default 1. */
  toleranceTimes?: number | undefined;
  /** Images that go through the same stack one after the other, this one included: more work pays for a backend. Default 1. */
  pictures?: number | undefined;
  /** Whether distances from the reference are computed. Default: they are not. */
  distances?: boolean | undefined;
  scheduler: Scheduler;
}

/** Default `memory` in bytes. */
export const MEMORY = 256 * 2 ** 20;
