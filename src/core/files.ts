/**
 * How kinds come to the files that an experiment names. Paths are relative to the experiment's folder, with `/`.
 * Kinds know nothing else of where files are, so that they run in a browser too.
 */
export interface Files {
  /**
   * All bytes of a file. They are shared: do not write to them.
   *
   * @throws FileProblem where it cannot be had
   */
  read(path: string): Promise<Uint8Array>;
  /**
   * The files below a folder, to any depth, without hidden ones, as paths that `read` takes; by code units.
   *
   * @throws FileProblem where it cannot be had
   */
  list(path: string): Promise<string[]>;
  /**
   * The compiled WebAssembly module that a package ships: decoders are such.
   *
   * @param specifier as an import would name it
   */
  wasm(specifier: string): Promise<object>;
}

/** A file that was read, as a data package names it. */
export interface NamedFile {
  path: string;
  bytes: number;
  /** Of its content, in hexadecimal. */
  sha256: string;
}

/** What is wrong with a file. Its message is a phrase that follows the place where the experiment names it. */
export class FileProblem extends Error {
  override name = 'FileProblem';
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}
