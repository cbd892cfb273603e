import { expect, test } from 'vitest';
import { wordOfCommand } from '../../../src/cli/arguments/command_words.ts';

test.each([
  ['test', 'coincide check'],
  ['Version', 'coincide --version'],
  ['experiments/a.yaml', 'coincide run experiments/a.yaml'],
  ['my file.yml', 'coincide run "my file.yml"'],
  ['__proto__', undefined],
  ['runn', undefined],
])('%s: %s', (typed, text) => {
  expect(wordOfCommand(typed)).toBe(text);
});
