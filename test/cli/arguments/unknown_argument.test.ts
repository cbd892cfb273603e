import { expect, test } from 'vitest';
import { commandName, optionNames } from '../../../src/cli/arguments/option_names.ts';
import { unknownArgument } from '../../../src/cli/arguments/unknown_argument.ts';
import { commands } from '../../../src/cli/commands.ts';

const commandOf = (name: string) => commands.find((one) => commandName(one) === name)!;
const answer = (line: string) => {
  const args = line.split(' ');
  const typed = args[1]!.replace(/^-+/, '').replace(/=.*/, '');
  return unknownArgument(typed, args, commandOf(args[0]!), commands);
};

test.each([
  ['run -Q', 'did you mean "-q"?'],
  ['run -O x', 'did you mean "-o"?'],
  ['run --Seed 3', 'did you mean "--seed"?'],
  ['run --allowOutside', 'did you mean "--allow-outside"?'],
  ['run --ALLOW_OUTSIDE', 'did you mean "--allow-outside"?'],
  ['run --noColor', 'did you mean "--no-color"?'],
  ['run --allow', 'did you mean "--allow-outside"?'],
  ['run --work 2', 'did you mean "--workers"?'],
  ['run --maxWorkers 2', 'write --workers.'],
  ['check --snapshotDir x', 'write --results.'],
  ['check --changedSince main', 'did you mean "--changed-since"?'],
  ['run --changedSince main', 'coincide check takes --changed-since.'],
  ['run --changed-sinec main', 'coincide check takes --changed-since.'],
  ['list --jso', 'coincide run, explain, inspect and merge take --json.'],
  ['merge --cach', 'coincide check takes --cached.'],
  ['validate --queu x', 'coincide run and worker take --queue.'],
  ['merge --seed 3', 'coincide run, validate, explain, show, plot, report and serve do.'],
  ['report --Title x', 'see coincide report --help.'],
  ['run --frob', 'see coincide run --help.'],
  ['run -Z', 'see coincide run --help.'],
])('%s', (line, advice) => {
  const [name, typed] = line.split(' ');
  expect(answer(line)).toBe(`coincide ${name} does not take ${typed}; ${advice}`);
});

test.each(commands.map((command) => [commandName(command), command] as const))(
  'an option of %s is known in capitals, with underscores, in camel case, and with a letter twice',
  (name, command) => {
    for (const option of optionNames(command)) {
      const word = option.slice(2);
      const camel = word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const middle = word.length >> 1;
      const forms = [word.toUpperCase(), word.replaceAll('-', '_'), camel];
      if (word.length > 3) forms.push(word.slice(0, middle + 1) + word.slice(middle));
      for (const form of forms.filter((one) => one.length > 1 && one !== word))
        expect(answer(`${name} --${form}`)).toContain(`did you mean "${option}"?`);
    }
  },
);
