import type { RuntimeSettings } from '../core/files.ts';
import type { Constants } from './constants.ts';
import type { ModelReplacement } from './replace.ts';
import type { ReadBeside } from './weights.ts';

/** A model's file, and how it is to be loaded. */
export interface ModelToOpen {
  /** How messages name it; `.onnx` or a `model.json`. */
  path: string;
  bytes: Uint8Array;
  /** Reads the files beside it. */
  read: ReadBeside;
  outputs: readonly string[];
  /** Values of the inputs that are no pictures. */
  constants: Constants;
  replacements: readonly ModelReplacement[];
  /** How ONNX Runtime computes. */
  settings?: RuntimeSettings | undefined;
}
