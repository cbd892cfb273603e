/** How ONNX Runtime computes. */
export interface OnnxSettings {
  /** Threads of one model. Default: 1, so that results do not depend on the number of cores. */
  threads?: number | undefined;
  /** Execution providers, the preferred one first. Default: cpu. */
  providers?: readonly string[] | undefined;
}
