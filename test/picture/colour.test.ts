import { describe, expect, test } from 'vitest';
import {
  CATEGORIES,
  CLASS_COLOURS,
  type Colour,
  formatColour,
  numberColour,
  SINGLE_SHIFT,
} from '../../src/picture/colour.ts';
import { PALETTE } from '../../src/report/palette.ts';

type Triple = readonly [number, number, number];

const categories = CATEGORIES.map(formatColour);
const classes = CLASS_COLOURS.map(formatColour);
const single = formatColour(SINGLE_SHIFT);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => numberColour(i / (count - 1)));
/** The grounds of a page, light and dark. */
const grounds = [...PALETTE.matchAll(/--paper:(#\w+)/g)].map(([, hex]) =>
  hex!.length === 4 ? hex!.replaceAll(/\w/g, '$&$&') : hex!,
);

/** Light of sRGB, 0 to 1 (IEC 61966-2-1). */
function linear(hex: string): Triple {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return [red!, green!, blue!];
}

/** WCAG 2.2: contrast ratio. */
function contrast(one: string, other: string): number {
  const [low, high] = [one, other]
    .map(linear)
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

/** Machado, Oliveira & Fernandes 2009, severity 1: what remains of linear light. */
const SIGHTS: Readonly<Record<string, readonly Triple[]>> = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** Oklab (Ottosson 2020) of linear light. */
function oklab([red, green, blue]: Triple): Triple {
  const [l, m, s] = [
    0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
    0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
    0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
  ].map(Math.cbrt);
  return [
    0.2104542553 * l! + 0.793617785 * m! - 0.0040720468 * s!,
    1.9779984951 * l! - 2.428592205 * m! + 0.4505937099 * s!,
    0.0259040371 * l! + 0.7827717662 * m! - 0.808675766 * s!,
  ];
}

function distance(sight: string, one: string, other: string): number {
  const [a, b] = [one, other].map((hex) => {
    const light = linear(hex);
    const seen = SIGHTS[sight]!.map((row) => row.reduce((sum, share, i) => sum + share * light[i]!, 0));
    return oklab(seen.map((part) => Math.min(1, Math.max(0, part))) as unknown as Triple);
  });
  return Math.hypot(...a!.map((part, i) => part - b![i]!));
}

/** The least distance of two of several colours. Of Oklab, 0.02 can just be told apart side by side. */
function least(sight: string, colours: readonly string[]): number {
  const pairs = colours.flatMap((one, i) => colours.slice(0, i).map((other) => distance(sight, one, other)));
  return Math.min(...pairs);
}

describe('the colours of figures', () => {
  test('are on pages of two grounds', () => {
    expect(grounds).toEqual(['#ffffff', '#14171b']);
  });

  test('have a contrast of 3:1 to both, lines of numbers between the named ones too', () => {
    const all = [...classes, single, ...numbers(101)];
    const low = all.flatMap((hex) => grounds.map((ground) => [hex, ground, contrast(hex, ground)] as const));
    expect(low.filter(([, , ratio]) => ratio < 3)).toEqual([]);
  });

  describe.each(Object.keys(SIGHTS))('seen with %s', (sight) => {
    test('differ: names from each other, and from lone shifts', () => {
      expect(least(sight, categories)).toBeGreaterThan(0.09);
      expect(least(sight, [...categories, single])).toBeGreaterThan(0.08);
    });

    test('differ: classes from each other, and from lone shifts', () => {
      expect(classes.slice(0, 7)).toEqual(categories);
      expect(least(sight, [...classes, single])).toBeGreaterThan(sight === 'all colours' ? 0.09 : 0.04);
    });

    test('differ: up to five numbers from each other, and ten from their neighbours', () => {
      expect(least(sight, numbers(5))).toBeGreaterThan(0.11);
      const ten = numbers(10);
      expect(Math.min(...ten.slice(1).map((hex, i) => distance(sight, hex, ten[i]!)))).toBeGreaterThan(0.025);
    });
  });

  test('were told apart badly by the ones before: Okabe & Ito pale, and a green beside an ochre', () => {
    expect(contrast('#d9a227', grounds[0]!)).toBeLessThan(2.4);
    expect(least('deuteranopia', ['#cc79a7', '#009e73', '#b8a800', '#e69f00'])).toBeLessThan(0.06);
  });

  test('are opaque', () => {
    expect([...CLASS_COLOURS, SINGLE_SHIFT].map(([, , , alpha]: Colour) => alpha)).toEqual(
      Array(classes.length + 1).fill(255),
    );
  });
});
