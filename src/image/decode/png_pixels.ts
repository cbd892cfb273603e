import type { Header } from './format.ts';

/** Samples of a pixel, by the colour types that have no palette: grey, rgb, grey and alpha, rgb and alpha. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Chunks that change no pixel of a plain picture, beside those that a decoder may pass by. */
const PLAIN = /^(?:IHDR(?:,PLTE)?(?:,IDAT)+,IEND)$/;

/**
 * The pixels of a plain PNG picture: of 8 bits, without interlacing, palette and transparent colour. Most are, and the
 * decoder for all others takes longer to start than such pictures take.
 *
 * @param bytes the file
 * @param names of its chunks
 * @param lines the unpacked data, which are changed
 * @returns red, green, blue and alpha; undefined for other pictures, and for data of another size
 */
export function plainPixels(
  bytes: Uint8Array,
  { width, height, depth }: Pick<Header, 'width' | 'height' | 'depth'>,
  names: readonly string[],
  lines: Uint8Array,
): Uint8Array | undefined {
  const samples = SAMPLES[bytes[25]!];
  const [compression, filtering, interlacing] = bytes.subarray(26, 29);
  if (depth !== 8 || samples === undefined || compression !== 0 || filtering !== 0 || interlacing !== 0)
    return undefined;
  if (names.includes('tRNS') || names.includes('acTL')) return undefined;
  if (!PLAIN.test(names.filter((name) => /^[A-Z]/.test(name)).join())) return undefined;
  const length = samples * width;
  if (lines.length !== height * (1 + length)) return undefined;
  for (let y = 0; y < height; y++) if (!unfilter(lines, y, length, samples)) return undefined;
  return coloured(lines, width, height, samples);
}

/**
 * Undoes the filter of a line. Source: PNG specification, third edition, 9.2.
 *
 * @param length in bytes, without the number of the filter before it
 * @returns false for a filter that the standard does not have
 */
function unfilter(lines: Uint8Array, y: number, length: number, samples: number): boolean {
  const first = y * (1 + length) + 1;
  const end = first + length;
  // Before the first line, and before the first pixel, there are zeros.
  const up = y === 0 ? undefined : 1 + length;
  switch (lines[first - 1]) {
    case 0:
      return true;
    case 1:
      for (let i = first + samples; i < end; i++) lines[i]! += lines[i - samples]!;
      return true;
    case 2:
      if (up !== undefined) for (let i = first; i < end; i++) lines[i]! += lines[i - up]!;
      return true;
    case 3:
      for (let i = first; i < end; i++) {
        const left = i < first + samples ? 0 : lines[i - samples]!;
        const above = up === undefined ? 0 : lines[i - up]!;
        lines[i]! += (left + above) >> 1;
      }
      return true;
    case 4:
      for (let i = first; i < end; i++) {
        const inside = i >= first + samples;
        const left = inside ? lines[i - samples]! : 0;
        const above = up === undefined ? 0 : lines[i - up]!;
        lines[i]! += paeth(left, above, inside && up !== undefined ? lines[i - up - samples]! : 0);
      }
      return true;
    default:
      return false;
  }
}

/** That of three neighbours which is nearest to left + above - corner; of equally near ones the first. */
function paeth(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Lines without their filters as red, green, blue and alpha. */
function coloured(lines: Uint8Array, width: number, height: number, samples: number): Uint8Array {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  const colours = samples < 3 ? 1 : 3;
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    from++;
    for (let x = 0; x < width; x++, from += samples, to += 4) {
      rgba[to] = lines[from]!;
      rgba[to + 1] = lines[from + (colours > 1 ? 1 : 0)]!;
      rgba[to + 2] = lines[from + (colours > 1 ? 2 : 0)]!;
      if (samples > colours) rgba[to + 3] = lines[from + colours]!;
    }
  }
  return rgba;
}
