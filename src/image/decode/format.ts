import type { Files } from '../../core/files.ts';

/** The header of a picture file. */
export interface Header {
  width: number;
  height: number;
  /** Bits per sample. */
  depth: number;
  /** The EXIF orientation, 1 to 8. 1 is upright. */
  orientation: number;
}

/** A decoded picture: row-major samples, one per pixel (grey) or four (red, green, blue, alpha). */
export interface Bitmap {
  width: number;
  height: number;
  channels: 1 | 4;
  /** The largest sample: white, opaque. */
  white: number;
  /** Whether the file is grey with 16 bits and without alpha: Pillow's mode I;16, which it rounds otherwise when it resizes. */
  isGrey16?: boolean;
  data: ArrayLike<number>;
}

/** A picture format. */
export interface Format {
  name: string;
  /** Whether these are the first bytes of a file of this format. */
  begins(bytes: Uint8Array): boolean;
  /** @throws Error whose message completes `"file" is a NAME picture that …` */
  header(bytes: Uint8Array): Header | Promise<Header>;
  /** @throws Error whose message completes `"file" is a NAME picture that …` */
  decode(bytes: Uint8Array, header: Header, files: Files): Promise<Bitmap>;
}
