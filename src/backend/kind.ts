import type { Backend } from '../core/tensor.ts';

/** Loads a package by its name. @throws the package's own error if it is absent or broken */
export type LoadPackage = <T>(name: string) => T;

/** A TensorFlow.js backend. A kind is an object literal in one file. */
export interface BackendKind {
  title: string;
  /** The npm package that holds it. */
  package: string;
  /** A package that takes its place where it is installed. */
  instead?: string;
  /** Whether an installation may lack it. */
  optional: boolean;
  /** Whether it uses all cores by itself, and only one thread of a process can load it. */
  threads?: true;
  /** A phrase that says how to get it if it is missing. */
  remedy(): string | Promise<string>;
  /**
   * Loads it and makes it ready.
   *
   * @param loadPackage loads a package of Node by its name
   * @param from the name of the package that holds it here
   * @throws the package's own error if it is absent or broken
   */
  load(loadPackage: LoadPackage, from: string): Promise<Omit<Backend, 'name'>>;
}
