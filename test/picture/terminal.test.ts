import { describe, expect, test } from 'vitest';
import type { Colour } from '../../src/picture/colour.ts';
import { raster } from '../../src/picture/raster.ts';
import { rasterLines } from '../../src/picture/terminal.ts';

const COLOURS: Record<string, Colour> = {
  r: [255, 0, 0, 255],
  b: [0, 0, 255, 255],
  w: [255, 255, 255, 255],
  k: [0, 0, 0, 255],
  ' ': [0, 0, 0, 0],
};
const drawn = (rows: readonly string[]) =>
  raster(rows[0]!.length, rows.length, (y, x) => COLOURS[rows[y]![x]!]!);
const shown = (text: readonly string[]) => text.map((line) => line.replaceAll('\u001b', '␛'));

describe('a picture in characters', () => {
  test('has two pixels in each: the upper as what is written, the lower as what lies behind', () => {
    expect(shown(rasterLines(drawn(['rr', 'bb']), 'true'))).toEqual([
      '␛[0m␛[38;2;255;0;0;48;2;0;0;255m▀▀␛[0m',
    ]);
  });

  test('leaves what is not there to the terminal, as below a last row that stands alone', () => {
    expect(shown(rasterLines(drawn(['r ', ' b', 'r ']), 'true'))).toEqual([
      '␛[0m␛[38;2;255;0;0m▀␛[0m␛[38;2;0;0;255m▄␛[0m',
      '␛[0m␛[38;2;255;0;0m▀␛[0m ␛[0m',
    ]);
  });

  test('takes the nearest of 256 colours, or of four greys, as the terminal has them', () => {
    expect(shown(rasterLines(drawn(['r', 'w']), '256'))).toEqual(['␛[0m␛[38;5;196;48;5;231m▀␛[0m']);
    expect(shown(rasterLines(drawn(['k', 'w']), 'grey'))).toEqual(['␛[0m␛[30;107m▀␛[0m']);
  });

  test('without colours is of ASCII alone, from nothing to full', () => {
    const lines = rasterLines(
      raster(5, 2, (_, x) => [x * 63, x * 63, x * 63, 255]),
      'plain',
    );
    expect(lines[0]).toMatch(/^[ -~]{5}$/);
    const ramp = ' .:-=+*#%@';
    const places = [...lines[0]!].map((mark) => ramp.indexOf(mark));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect([places[0], places.at(-1)]).toEqual([0, 9]);
  });
});
