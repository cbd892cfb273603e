import type { OpenFile, RuntimeSettings } from '../core/files.ts';
import type { Constants } from './constants.ts';
import type { ModelReplacement } from './replace.ts';
import type { ReadBeside } from './weights.ts';

/** A model's file, and how it is to be loaded. */
export interface ModelToOpen {
  /** How messages name it; `.onnx` or a `model.json`. */
  path: string;
  /** Its content; of an ONNX file with a place on a disk, without its large weights. */
  bytes: Uint8Array;
  /** Where an ONNX file is on the disk, so that the runtime reads its weights itself. */
  place?: string | undefined;
  /** Reads the files beside it. */
  read: ReadBeside;
  /** Opens the files beside it, where they are on a disk. */
  open?: ((path: string) => Promise<OpenFile>) | undefined;
  outputs: readonly string[];
  /** Values of the inputs that are no pictures. */
  constants: Constants;
  /**
   * Whether it is only looked at: inputs without a constant get 1, where one of them is likely to be that for pictures, and
   * outputs that are no numbers are left out. Default: both are refused.
   */
  looking?: boolean | undefined;
  replacements: readonly ModelReplacement[];
  /** How ONNX Runtime computes. */
  settings?: RuntimeSettings | undefined;
}
