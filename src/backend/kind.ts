import type { Backend } from '../core/tensor.ts';

/** A TensorFlow.js backend. A kind is an object literal in one file. */
export interface BackendKind {
  title: string;
  /** The npm package that holds it. */
  package: string;
  /** Whether an installation may do without it. */
  optional: boolean;
  /** Whether it spreads its own work over the cores, and only one thread of a process can load it. */
  threads?: true;
  /** What to do where it is missing. */
  remedy(): string;
  /**
   * Imports it and makes it ready.
   *
   * @throws whatever the package throws where it is absent or broken
   */
  load(): Promise<Omit<Backend, 'name'>>;
}
