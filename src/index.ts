export { type BackendName, loadBackend } from './backend/load.ts';
export { type Baseline, check, readBaseline } from './check/check.ts';
export type { Difference, Finding, ShiftVerdict } from './check/findings/finding.ts';
export { formatFindings } from './check/reporters/text.ts';
export { type Problem, UserError, type Where } from './core/error.ts';
export { FileProblem, type Files, type NamedFile } from './core/files.ts';
export type { Backend, Image, Shape, TensorFlow } from './core/tensor.ts';
export type { Batch, Measured } from './engine/engine.ts';
export type { Expectation, Verdict, Violation } from './expect/expect.ts';
export type { Experiment } from './experiment/parse.ts';
export { parseExperiment, readExperiment } from './experiment/read.ts';
export type { ExpectationInput, ExperimentInput } from './experiment/schema/input.ts';
export type { OwnKinds } from './experiment/schema/own_kinds.ts';
export {
  defineImage,
  defineImage as image,
  type ImageKind,
  type Picture,
  type Pictures,
} from './image/kind.ts';
export { defineLayer, defineLayer as layer, type WrittenLayerKind as LayerKind } from './layers/define.ts';
export type { LayerWindow } from './layers/windows/window.ts';
export { defineMeasure, type MeasureKind } from './measure/kind.ts';
export type { Cell, Column, Metric, Row } from './results/columns.ts';
export type { Table } from './results/csv.ts';
export { toCsv } from './results/table_csv.ts';
export type { BatchFunction, BatchOutput } from './run/batch.ts';
export { type MeasureOptions, measure } from './run/measure_function.ts';
export { type Result, type RunOptions, run } from './run/run.ts';
