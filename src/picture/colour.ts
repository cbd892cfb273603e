/** Red, green, blue, opacity: 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * Ten colours of viridis (van der Walt & Smith 2015); those between are interpolated. Its lightness rises evenly, so it
 * works in grey and for colour-blind readers.
 */
const VIRIDIS = [
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725',
].map(parseColour);

const VIRIDIS_64 = Array.from({ length: 64 }, (_, i) => interpolatedColour(VIRIDIS, i / 63));

/** The colours of outputs from dark to bright, as `rrggbb`. */
export const VIRIDIS_LEVELS = VIRIDIS_64.map((colour) => formatColour(colour).slice(1));

/** Colours of Okabe & Ito (2008) that differ clearly on light and on dark pages. The first is class 0's. */
export const CATEGORIES = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9', '#b8a800'].map(
  (hex) => parseColour(hex),
);

export const CLEAR: Colour = [0, 0, 0, 0];

/** Maps [0, 1] to one of 64 colours of viridis; values outside are clamped. More colours look the same and cost bytes. */
export function viridis(share: number): Colour {
  return VIRIDIS_64[Math.round(Math.min(1, Math.max(0, share)) * 63)]!;
}

/** Maps [0, 1] to a colour between the given ones. @example ramp(['#000000', '#ffffff'])(0.5) // '#808080' */
export function ramp(colours: readonly string[]): (share: number) => string {
  const parsed = colours.map(parseColour);
  return (share) => formatColour(interpolatedColour(parsed, share));
}

/** The colour of a category, numbered from 0: seven colours, the same ones lighter, the same ones darker. So 21 has that of 0. */
export function category(index: number): Colour {
  const base = CATEGORIES[index % CATEGORIES.length]!;
  const round = Math.floor(index / CATEGORIES.length) % 3;
  if (round === 0) return base;
  return mixColours(base, round === 1 ? [255, 255, 255, 255] : [0, 0, 0, 255], 0.4);
}

/** @returns `#rrggbb`; opacity is dropped */
export function formatColour([red, green, blue]: Colour): string {
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function parseColour(hex: string): Colour {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red!, green!, blue!, 255];
}

function interpolatedColour(colours: readonly Colour[], share: number): Colour {
  const place = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const below = Math.min(colours.length - 2, Math.floor(place));
  return mixColours(colours[below]!, colours[below + 1]!, place - below);
}

/** Luma, 0 to 255 (ITU-R BT.601). */
export function lightness([red, green, blue]: Colour): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** The colour between two: the first at share 0, the second at 1; each part is rounded. */
export function mixColours(one: Colour, other: Colour, share: number): Colour {
  const [red, green, blue, alpha] = one.map((part, i) => Math.round(part + (other[i]! - part) * share));
  return [red!, green!, blue!, alpha!];
}
