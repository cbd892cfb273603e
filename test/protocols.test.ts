import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = 'experiments/protocols';
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

test('every protocol has a line in docs/protocols.md, and its paper, its column and its code at its head', () => {
  const page = readFileSync('docs/protocols.md', 'utf8');
  expect(files.length).toBeGreaterThanOrEqual(12);
  for (const file of files) {
    expect(page, file).toContain(`(../experiments/protocols/${file})`);
    const head = readFileSync(join(folder, file), 'utf8');
    for (const what of [/^# Papers?:/m, /^# Columns?:/m, /code|library/]) expect(head, file).toMatch(what);
  }
});

test('the numbers on the page are those of the tables', () => {
  const rows = readFileSync('docs/protocols.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('.yaml)'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  for (const [, , , link = '', , , numbers = ''] of rows) {
    const name = /\[([\w-]+)\]/.exec(link)![1]!;
    const table = readFileSync(join('results/protocols', `${name}.csv`), 'utf8');
    const values = table.split(/[\n,]/).filter((cell) => cell !== '' && !Number.isNaN(Number(cell)));
    for (const number of numbers.replace(/ dB/, '').split(', ')) {
      const digits = (number.split('.')[1] ?? '').length;
      const near = (value: number) => Math.abs(value - Number(number)) <= 0.5000001 * 10 ** -digits;
      const found = values.some((cell) => near(Number(cell)) || near(1 - Number(cell)));
      expect(found, `${name}: ${number}`).toBe(true);
    }
  }
});

test('the networks are those of experiments/models, byte for byte', () => {
  for (const file of ['max.onnx', 'blur.onnx', 'aps.onnx', 'fashion200.png', 'LICENSE-fashion-mnist'])
    expect(
      readFileSync(join(folder, 'fashion', file)).equals(readFileSync(join('experiments/models', file))),
    ).toBe(true);
});
