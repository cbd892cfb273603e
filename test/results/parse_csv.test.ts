import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../src/results/parse_csv.ts';

describe('a table that a spreadsheet saved', () => {
  test.each([
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ])('with %j between cells is damaged', (mark, word) => {
    const text = ['experiment', 'step', 'match_rate'].join(mark);
    expect(() => parseCsv(`${text}\na${mark}0${mark}0,5\n`, 'a.csv')).toThrow(
      `a.csv:1: the cells are separated by ${word}, not commas, as a spreadsheet saves them; restore it with git.`,
    );
  });

  test('is read as it was written where cells hold such marks themselves', () => {
    const { header, rows } = parseCsv('experiment,sweep;x\na,"1;2"\n', 'a.csv');
    expect(header).toEqual(['experiment', 'sweep;x']);
    expect(rows).toEqual([{ line: 2, cells: { experiment: 'a', 'sweep;x': '1;2' } }]);
  });
});
