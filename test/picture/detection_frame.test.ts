import { describe, expect, test } from 'vitest';
import { detectionFrame } from '../../src/picture/detection_frame.ts';
import { colourOfPixel, type Raster, raster } from '../../src/picture/raster.ts';

const grey = (side: number) => raster(side, side, () => [100, 100, 100, 255]);

/** As it is seen: `o` what was found, `w` and `d` the white and dark dashes, `.` the picture. */
function seen(drawn: Raster): string[] {
  const letters: Record<string, string> = {
    '255,176,0,255': 'o',
    '255,255,255,255': 'w',
    '16,20,28,255': 'd',
    '100,100,100,255': '.',
  };
  return Array.from({ length: drawn.height }, (_, y) =>
    Array.from({ length: drawn.width }, (_, x) => letters[String(colourOfPixel(drawn, y, x))] ?? '?').join(
      '',
    ),
  );
}

const box = (x1: number, y1: number, x2: number, y2: number) => ({ x1, y1, x2, y2 });

describe('what a detector found, on its picture', () => {
  test('a box is a line within its edges', () => {
    expect(seen(detectionFrame(grey(8), { found: [box(1, 2, 6, 5)], moved: [] }, 8))).toEqual([
      '........',
      '........',
      '.ooooo..',
      '.o...o..',
      '.ooooo..',
      '........',
      '........',
      '........',
    ]);
  });

  test('a small picture is enlarged, a large one reduced; a box with it', () => {
    expect(seen(detectionFrame(grey(4), { found: [box(1, 1, 3, 3)], moved: [] }, 8))).toEqual([
      '........',
      '........',
      '..oooo..',
      '..o..o..',
      '..o..o..',
      '..oooo..',
      '........',
      '........',
    ]);
    expect(seen(detectionFrame(grey(16), { found: [box(2, 4, 12, 10)], moved: [] }, 8))).toEqual([
      '........',
      '........',
      '.ooooo..',
      '.o...o..',
      '.ooooo..',
      '........',
      '........',
      '........',
    ]);
  });

  test('the moved box is dashed, and its gaps let see the box that was found', () => {
    const there = box(0, 0, 8, 3);
    // Around from the upper left corner: three white, three dark.
    expect(seen(detectionFrame(grey(8), { found: [], moved: [there] }, 8)).slice(0, 4)).toEqual([
      'wwwdddww',
      'd......w',
      'ddwwwddd',
      '........',
    ]);
    const both = seen(detectionFrame(grey(8), { found: [there], moved: [there] }, 8));
    expect(both[0]).toBe('wwwoooww');
    expect(both.join('')).not.toContain('d');
  });

  test('a point is a cross; what is outside the picture is not drawn', () => {
    expect(seen(detectionFrame(grey(8), { found: [box(1.5, 6.9, 1.5, 6.9)], moved: [] }, 8))).toEqual([
      '........',
      '........',
      '........',
      '.o......',
      '.o......',
      '.o......',
      'ooooo...',
      '.o......',
    ]);
  });
});
