import { describe, expect, test } from 'vitest';
import { openCsv } from '../../src/results/csv_reader.ts';

test.each(['<!DOCTYPE html>\n<html>\n', '<html lang="en"><head>\n', '<?xml version="1.0"?>\n'])(
  'a page of the web with the name of a table is damaged: %j',
  async (text) => {
    await expect(openCsv(text, 'a.csv')).rejects.toThrow(
      'a.csv:1: this is a page of the web, as a download leaves that failed; restore it with git.',
    );
  },
);

describe('a table that a spreadsheet saved', () => {
  test.each([
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ])('with %j between cells is damaged', async (mark, word) => {
    const text = ['experiment', 'step', 'match_rate'].join(mark);
    await expect(openCsv(`${text}\na${mark}0${mark}0,5\n`, 'a.csv')).rejects.toThrow(
      `a.csv:1: the cells are separated by ${word}, not commas, as a spreadsheet saves them; restore it with git.`,
    );
  });

  test('is read as it was written where cells hold such marks themselves', async () => {
    const reader = await openCsv('experiment,sweep;x\na,"1;2"\n', 'a.csv');
    expect(reader.header).toEqual(['experiment', 'sweep;x']);
    const row = (await reader.next())!;
    expect(row.line).toBe(2);
    expect(reader.cellsOf(row)).toEqual({ experiment: 'a', 'sweep;x': '1;2' });
  });
});
