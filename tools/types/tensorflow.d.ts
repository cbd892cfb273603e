// What the types of this package say of TensorFlow.js. Its own types do not compile with `skipLibCheck: false`: they use
// a name that they do not import, and bring types of WebGPU that conflict with those of TypeScript.

/** Values in row-major order with a shape. A tensor of TensorFlow.js is one, with its further methods. */
export interface Tensor {
  readonly shape: number[];
  readonly rank: number;
  readonly size: number;
  readonly dtype: string;
  data(): Promise<any>;
  dataSync(): any;
  dispose(): void;
  [method: string]: any;
}

/** [n, height, width, channels]. */
export interface Tensor4D extends Tensor {
  readonly shape: [number, number, number, number];
}

/** `@tensorflow/tfjs-core`. To have its own types, write `const core = tf as typeof import('@tensorflow/tfjs-core')`. */
export interface TensorFlow {
  tidy<Result>(work: () => Result): Result;
  [operation: string]: any;
}
