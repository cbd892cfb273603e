import { expect, test } from 'vitest';
import { wordOfCommand } from '../../../src/cli/arguments/command_words.ts';

test.each([
  ['test', 'coincide check'],
  ['Version', 'coincide --version'],
  ['experiments/a.yaml', 'coincide run experiments/a.yaml'],
  ['my file.yml', 'coincide run "my file.yml"'],
  ['eval', 'coincide run'],
  ['visualize', 'coincide show'],
  ['clean', 'coincide cache prune --max-size 0'],
  ['diff', 'coincide report --against FOLDER'],
  ['update', 'coincide run, which writes results/'],
  ['__proto__', undefined],
  ['runn', undefined],
])('%s: %s', (typed, text) => {
  expect(wordOfCommand(typed)).toBe(text);
});
