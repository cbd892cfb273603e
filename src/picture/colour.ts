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

/** The ink of figures that bring their own white ground, and of their quieter words. */
export const INK = '#1b1f24';
export const QUIET_INK = '#5d6570';

/** What is the same as unshifted is blue everywhere. */
export const SAME_COLOUR = '#0072b2';

/** A shift whose output differs from all others. */
const LONE_COLOUR = '#8a9099';

/**
 * The colours of names. Each of these, of `NUMBER_COLOURS`, and the grey of lone shifts has a contrast of 3:1 or more to
 * the white and to the dark ground of a page (WCAG 2.2, 1.4.11), and they differ for readers who see no red or no green: all
 * this is tested.
 */
const NAME_COLOURS = [SAME_COLOUR, '#fd5b0e', '#b63570', '#4599df', '#a45300', '#22a556', '#6f69f4'] as const;

/**
 * The colours of further classes, where the seven do not suffice, each as far as can be from those before it. They have the
 * same contrast; beside each other two may look alike to readers who see no red or no green, so areas have gaps between them.
 */
const FURTHER_COLOURS = [
  ...['#e460d2', '#1e7248', '#9624d8', '#785a90', '#cc00b4', '#fc4284', '#9c9024'],
  ...['#e40036', '#ae72b4', '#304ef6', '#727e5a', '#c6845a', '#008a90', '#a872fc'],
] as const;

/** From blue to ochre, for numbers in their order. */
const NUMBER_COLOURS = ['#2c65ac', '#558ae5', '#49a19e', '#8c9b1c', '#835e00'] as const;

/** From little to much, for cells of a heat map: they fill an area, and bear their value as text where it has room. */
export const HEAT_COLOURS = ['#e8f1fa', '#9cc4e4', '#4b93c9', SAME_COLOUR, '#00456e'] as const;

export const CATEGORIES = NAME_COLOURS.map(parseColour);

/** The colour of a number by its place among others, from 0 to 1. */
export const numberColour = ramp(NUMBER_COLOURS);

/** The colour of a shift that is alone in its class. */
export const SINGLE_SHIFT = parseColour(LONE_COLOUR);

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

/** The colours of classes. The first is that of the unshifted image, and of no other class. */
export const CLASS_COLOURS = [...CATEGORIES, ...FURTHER_COLOURS.map(parseColour)];

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
