import { formatPhrase, type Mistake, phraseOf } from './mistake.ts';

/**
 * Access to the files that an experiment names. Paths are relative to the experiment's folder and use `/`. Kinds reach
 * files through this interface alone, so they run in a browser too.
 */
export interface Files {
  /** How models that are read are computed. */
  runtime?: RuntimeSettings | undefined;
  /**
   * All bytes of a file. Do not change them: others are given the same array.
   *
   * @throws FileProblem if it cannot be read
   */
  read(path: string): Promise<Uint8Array>;
  /**
   * A file that may be large, to read parts of it. Absent where files are not on a disk.
   *
   * @throws FileProblem if it cannot be read
   */
  open?(path: string): Promise<OpenFile>;
  /**
   * The files below a folder, to any depth, as paths that `read` takes, sorted by code units. Hidden files are left
   * out.
   *
   * @throws FileProblem if it cannot be read
   */
  list(path: string): Promise<string[]>;
  /**
   * A compiled WebAssembly module of an installed package, such as a decoder.
   *
   * @param specifier as in an import
   */
  wasm(specifier: string): Promise<object>;
  /**
   * Unpacks data in the format of zlib, drops the result, and says what is wrong with it. Absent where the platform has
   * no such function that is faster than JavaScript.
   *
   * @param packed parts of the data; what follows its end is ignored
   * @param limit in bytes; if there are more, the rest is not looked at
   */
  zlibState?(packed: readonly Uint8Array[], limit: number): ZlibState;
}

/** Whether packed data can be unpacked, and whether its checksum fits. */
export type ZlibState = 'intact' | 'checksum' | 'damaged';

/** A file that is read in parts. */
export interface OpenFile {
  /** In bytes. */
  size: number;
  /** The bytes from `from` up to `to`. @throws FileProblem if the file has changed since it was opened */
  read(from: number, to: number): Promise<Uint8Array>;
  /** Where it is on the disk, with links followed, for runtimes that read it themselves. */
  place?: string;
}

/** How a runtime of its own, such as ONNX Runtime, computes the models that are read. */
export interface RuntimeSettings {
  /** Threads of one model. Default: 1, so that results do not depend on the number of cores. */
  threads?: number | undefined;
  /** Execution providers, the preferred one first. Default: cpu. */
  providers?: readonly string[] | undefined;
  /** Whether memory counts more than speed, as where models are only tried. The last digits may differ. Default: false. */
  sparing?: boolean | undefined;
}

/** A file that was read, as a data package names it. */
export interface NamedFile {
  path: string;
  bytes: number;
  /** The sha256 of its content, in hexadecimal. */
  sha256: string;
}

/** A file cannot be used. Its message is a phrase without a full stop; the reader puts the experiment's place before it. */
export class FileProblem extends Error {
  override name = 'FileProblem';
  readonly path: string;
  readonly mistake: Mistake;

  /** @param mistake what is wrong, as a phrase or as data */
  constructor(path: string, mistake: string | Mistake, options?: ErrorOptions) {
    const data = typeof mistake === 'string' ? { problem: phraseOf(mistake) } : mistake;
    super(formatPhrase(data), options);
    this.path = path;
    this.mistake = data;
  }
}
