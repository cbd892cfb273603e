import { expect, test } from 'vitest';
import { formatWord } from '../../../src/cli/arguments/format_words.ts';
import { commandName } from '../../../src/cli/arguments/option_names.ts';
import { adviceFor } from '../../../src/cli/arguments/unknown_argument.ts';
import { commands } from '../../../src/cli/commands.ts';

test.each([
  ['run --format json', 'write --json'],
  ['run --output csv', 'write -o -'],
  ['run --format=md', 'coincide report --format md writes the tables in Markdown'],
  ['explain --format json', 'write --json'],
  ['validate --format json', 'leave it out: each mistake is a line FILE:LINE:COLUMN: MESSAGE on stderr'],
  ['run --reporter junit', 'write coincide check --reporter junit:FILE'],
  ['list --format json', 'coincide schema prints all kinds and options as a JSON schema'],
  ['plot --format PDF', 'write -o FILE.pdf'],
  ['run --style full', 'leave it out: a terminal gets colours, and --no-color gives none'],
  ['run --color never', 'leave it out: a terminal gets colours, and --no-color gives none'],
  ['plot --style full', 'write --spec figure.json, and restyle that with Vega-Lite'],
  ['run --format nonsense', 'coincide report does'],
])('%s: %s', (line, text) => {
  const [name, option, value] = line.split(/[ =]/) as [string, string, string];
  const command = commands.find((one) => commandName(one) === name)!;
  expect(adviceFor(option, value, command, commands)).toEqual({ remedy: text });
});

test('a form without a value, and a word that every object has, are none', () => {
  expect(formatWord('--format', undefined, 'run')).toBeUndefined();
  expect(formatWord('--format', 'constructor', 'run')).toBeUndefined();
  expect(formatWord('--seed', 'json', 'run')).toBeUndefined();
});
