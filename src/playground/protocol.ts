import type { Pair, Shape } from '../core/tensor.ts';
import type { SeenCells } from '../run/seen_cells.ts';

/** A file that the user gave to the page. It stays in the page. */
export interface GivenFile {
  /** As an experiment names it: a path with `/`. */
  path: string;
  bytes: Uint8Array;
}

/** A part of the page that is loaded when it is needed: a file beside the page, and the hash that it must have. */
interface PartFile {
  file: string;
  /** `sha256-…`, as in the attribute `integrity`. */
  integrity: string;
  /** How to get it where it is not beside the page; a phrase. */
  remedy?: string | undefined;
}

/** What a worker has to know before anything else. */
export interface WorkerSetup {
  /** The folder of the page, with a `/` at its end. */
  base: string;
  parts: Readonly<Record<string, PartFile>>;
  /** Files beside the page, by the experiment's folder and the path in it: `models/max.onnx`. */
  shipped: readonly string[];
}

/** An experiment as the page holds it. */
export interface GivenExperiment {
  /** The name of its results: `models/operators`. */
  name: string;
  text: string;
}

/** What the page asks of a worker. */
export type Ask =
  | { ask: 'setup'; setup: WorkerSetup }
  | { ask: 'files'; files: readonly GivenFile[] }
  | { ask: 'measure'; experiment: GivenExperiment; variant: number; picture: number }
  | { ask: 'table'; experiment: GivenExperiment }
  | {
      ask: 'hold';
      experiment: GivenExperiment;
      variant: number;
      picture: number;
      shift: Pair;
      trace?: TracedCell | undefined;
    }
  | { ask: 'strip'; experiment: GivenExperiment; variant: number }
  | { ask: 'plot'; experiment: GivenExperiment; y?: string }
  | { ask: 'stop' };

/** A cell of an output that is traced back to the image. */
export interface TracedCell {
  /** Index of the shown step. */
  at: number;
  y: number;
  x: number;
}

export interface Numbered<T> {
  id: number;
  message: T;
}

/** A mistake in the text of an experiment. */
export interface TextProblem {
  message: string;
  line?: number | undefined;
  column?: number | undefined;
}

/** What can be known of an experiment before it is run. */
export interface TextReading {
  problems: readonly TextProblem[];
  /** Whether it can be shown although it has problems: they are in its expectations alone. */
  usable: boolean;
  /** A title for each variant. */
  variants: readonly string[];
  /** The experiment with every default filled in. */
  resolved: Readonly<Record<string, unknown>>;
  /** The names of the pictures of a set. */
  pictures?: readonly string[] | undefined;
  /** The names of the classes of pictures. */
  classNames?: readonly (string | undefined)[] | undefined;
}

/** A measured step over every shift of the range. */
export interface MappedStep {
  step: number;
  layer: string;
  depth: number;
  shape: Shape;
  dy: Float64Array;
  dx: Float64Array;
  classOf: Int32Array;
  classes: number;
  /** What the measures say of it, by column. */
  cells: Readonly<Record<string, string>>;
  /** For class numbers: the number for each shift. */
  decisions?: Float32Array | undefined;
}

/** Every shift of the range, once. */
export interface MapOfShifts {
  steps: readonly MappedStep[];
}

/** A table as it is shown, and the bytes of its file. */
export interface ShownTable {
  /** `circle.csv` */
  file: string;
  csv: string;
  header: readonly string[];
  meanings: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface ShownVerdict {
  text: string;
  state: 'passed' | 'failed' | 'missing';
  warns: boolean;
  line?: number | undefined;
}

/** The result of the whole experiment, as `coincide run` gives it. */
export interface RunOutcome {
  tables: readonly ShownTable[];
  verdicts: readonly ShownVerdict[];
  warnings: readonly string[];
}

/** One step of the held image. */
export interface HeldStep extends Pick<MappedStep, 'step' | 'layer' | 'depth' | 'shape'> {
  /** The unshifted output. */
  reference: Float32Array;
  output: Float32Array;
  /** Whether they coincide; undefined where the comparison leaves the shift out. */
  same: boolean | undefined;
  /** Probabilities of the classes, for the numbers that a decision is made from. */
  probabilities?: Float32Array | undefined;
  /** For a file with `against`: the output of the second image, shifted alike, and whether it coincides with this one. */
  second?: { output: Float32Array; agrees: boolean | undefined } | undefined;
}

/** The outputs for one shift. */
export interface Held {
  steps: readonly HeldStep[];
  /** Rows and columns of each shown step that the traced cell depends on; empty after it. */
  seen?: readonly SeenCells[] | undefined;
}

/** What takes so long that its progress is shown. */
export type Computation = 'shifts' | 'table';

/** What a worker answers. */
export type Answer =
  | { answer: 'reading'; reading: TextReading }
  | { answer: 'map'; map: MapOfShifts }
  | { answer: 'outcome'; outcome: RunOutcome }
  | { answer: 'held'; held: Held }
  | { answer: 'strip'; svg: string }
  | { answer: 'plot'; svg: string }
  | { answer: 'progress'; share: number; what: Computation }
  | { answer: 'failed'; message: string; defect: boolean }
  | { answer: 'done' };
