import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCsv } from '../../src/results/csv_reader.ts';
import type { LongText } from '../../src/results/long_text.ts';
import { parseCsv } from '../support/whole_csv.ts';

/** A text in parts of some length. */
function inParts(text: string, length: number): LongText {
  return {
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
    },
    sha256: () => Promise.reject(new Error('is not asked for')),
  };
}

async function readAll(text: string | LongText) {
  const reader = await openCsv(text, 'a.csv');
  const rows = [];
  for (let row = await reader.next(); row; row = await reader.next())
    rows.push({ line: row.line, cells: reader.cellsOf(row) });
  return { file: 'a.csv', header: reader.header, rows };
}

const cell = fc.oneof(
  fc.constantFrom('', '1', '-0.5', 'max_pool', 'a,b', 'a"b', 'x\ny', '"', '\u{1F600}', 'ü'),
  fc.string().map((text) => text.replaceAll('\r', '')),
);
const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe('a table that is read row by row', () => {
  test('has the rows, cells and lines that csv-parse finds in the whole, wherever its parts end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        fc.boolean(),
        async (rows, length, end, mark, closed) => {
          const lines = [['a', 'b', 'c,d'], ...rows].map((row) => row.map(quoted).join(','));
          const text = `${mark}${lines.join(end)}${closed ? end : ''}`;
          const whole = parseCsv(text, 'a.csv');
          expect(await readAll(text)).toEqual(whole);
          expect(await readAll(inParts(text, length))).toEqual(whole);
        },
      ),
    );
  });

  test.each([
    '',
    'a,b\n1,2,3\n',
    'a,b\n1,2\n\n3,4\n',
    'a,b\n1,2\n3\n',
    'a,b\n1,"2\n3,4\n',
    'a,b\n1,x"2\n3,4\n',
    'a,b\n1,"2"x\n',
    'a;b\n1;2\n',
    'a,a\n1,2\n',
    'a,b\n1,2\n<<<<<<< ours\n3,4\n=======\n5,6\n>>>>>>> theirs\n',
    '<<<<<<< ours\na,b\n=======\na,c\n>>>>>>> theirs\n',
  ])('is refused as the whole is: %j', async (text) => {
    let message = '';
    try {
      parseCsv(text, 'a.csv');
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(/^a\.csv:\d+(?::\d+)?: /);
    await expect(readAll(inParts(text, 3))).rejects.toThrow(message);
  });

  test('a quote that is never closed does not fill the memory', async () => {
    const endless: LongText = {
      async *[Symbol.asyncIterator]() {
        yield 'a,b\n1,2\n"3';
        for (;;) yield ',4\n'.repeat(2 ** 18);
      },
      sha256: () => Promise.reject(new Error('is not asked for')),
    };
    await expect(readAll(endless)).rejects.toThrow('a.csv:3: a quote is not closed.');
  });

  test('skips lines that are as expected, and nothing else', async () => {
    const reader = await openCsv(inParts('a,b\n1,2\n3,4\n5,6\n', 2), 'a.csv');
    expect(await reader.skipSame('1,2\n3,5\n')).toBe(false);
    expect(await reader.skipSame('1,2\n3,4\n')).toBe(true);
    expect(await reader.next()).toEqual({ text: '5,6', line: 4 });
    expect(await reader.next()).toBeUndefined();
    expect(await reader.skipSame('7,8\n')).toBe(false);
  });
});
