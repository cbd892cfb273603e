import { expect, test } from 'vitest';
import { wholeNumber } from '../../../src/cli/arguments/whole_number.ts';

test('a whole number from 1 to the most', () => {
  expect(wholeNumber('--port', '8080', 65_535)).toBe(8080);
  expect(wholeNumber('--port', '65535', 65_535)).toBe(65_535);
  expect(wholeNumber('--port', undefined, 65_535)).toBe(undefined);
});

test('a word for all there are is told to leave it out', () => {
  expect(() => wholeNumber('--workers', 'auto', 256)).toThrow(
    '--workers: expected a whole number from 1 to 256, not "auto"; leave it out for what fits.',
  );
});

test.each(['0', '65536', '-1', '80.5', '0x50', ' 80', '1e3', 'http', ''])('%j is none', (text) => {
  expect(() => wholeNumber('--port', text, 65_535)).toThrow(
    `--port: expected a whole number from 1 to 65535, not "${text}".`,
  );
});
