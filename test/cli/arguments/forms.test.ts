import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { commandFirst, requireForms } from '../../../src/cli/arguments/forms.ts';
import { commandName, commandOptions } from '../../../src/cli/arguments/option_names.ts';
import { commands } from '../../../src/cli/commands.ts';
import { folder } from '../../support/files.ts';

/** The sentence that refuses a command line; undefined where its forms are right. */
function refusal(line: string): string | undefined {
  try {
    requireForms(line.split(' '), commands);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  ['run --json=out.json', '--json takes no value such as "out.json"; write --json > out.json.'],
  ['run a.yaml --json out.json', '--json takes no value such as "out.json"; write --json > out.json.'],
  ['validate --resolved=a.txt', '--resolved takes no value such as "a.txt"; write --resolved > a.txt.'],
  ['run --quiet=3', '--quiet takes no value such as "3"; write --quiet alone, or leave it out.'],
  ['run -q=3', '-q takes no value such as "3"; write -q alone, or leave it out.'],
  ['run --verbose 2', '--verbose takes no value such as "2"; write --verbose alone, or leave it out.'],
  ['run --verify=no', '--verify takes no value such as "no"; leave it out.'],
  ['run --verify=', '--verify takes no value such as ""; leave it out.'],
  ['report --serve=8080', '--serve takes no value such as "8080"; write --serve --port 8080.'],
  ['run --watch=test', '--watch takes no value such as "test"; write --watch test.'],
  ['run -seed 5', 'coincide run does not take -seed; write --seed 5.'],
  ['run -seed=5', 'coincide run does not take -seed; write --seed 5.'],
  ['run -seed', 'coincide run does not take -seed; write --seed VALUE.'],
  ['run -json a.yaml', 'coincide run does not take -json; write --json.'],
  ['run -trails 5', 'coincide run does not take -trails; did you mean "--trials"?'],
  ['run -fill-mode wrap', 'coincide run does not take -fill-mode; write --set shift.fill_mode=wrap.'],
  ['run -oresults', 'coincide run does not take -oresults; write -o results.'],
  ['run -vv', 'coincide run does not take -vv; write --verbose.'],
  ['run --set shift.max 5', '--set shift.max: expected KEY=VALUE; write --set shift.max=5.'],
  ['run --set shift.max = 5', '--set shift.max: expected KEY=VALUE; write --set shift.max=5.'],
  ['run --set shift.max =5', '--set shift.max: expected KEY=VALUE; write --set shift.max=5.'],
  ['run --set shift.max: -5 a.yaml', '--set shift.max:: expected KEY=VALUE; write --set shift.max=-5.'],
  ['run --set=seed 5', '--set seed: expected KEY=VALUE; write --set seed=5.'],
])('%s', (line, message) => {
  expect(refusal(line)).toBe(message);
});

test.each([
  'run --quiet=true --json=false',
  'run a.yaml --json b.yaml',
  'run -q experiments',
  'run -q -o=x -o ./x',
  'run -o -seed',
  'run -n4',
  'run -qhV',
  'run --set shift.max=5 6',
  'run --set shift.max a.yaml',
  'run --set shift.max -q',
  'run --set shift.max --set seed=4',
  'run --set',
])('%s is left to the parser', (line) => {
  expect(refusal(line)).toBeUndefined();
});

test('no option of any command that takes no value takes one with =', () => {
  for (const command of commands)
    for (const option of commandOptions(command).flags)
      expect(refusal(`${commandName(command)} ${option}=7`), option).toMatch(
        /takes no value such as "7"; write/,
      );
});

test('every option of any command is told by its name behind one dash', () => {
  for (const command of commands)
    for (const option of Object.keys(commandOptions(command).valued).filter((name) => name.length > 1))
      expect(refusal(`${commandName(command)} -${option} 7`)).toContain(`; write --${option} 7.`);
});

test('a name that a file has is a file, not a value', () => {
  const cwd = folder();
  for (const name of ['5', 'no']) writeFileSync(join(cwd, name), '');
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(cwd);
  for (const line of ['run --set shift.max 5', 'run --quiet no']) expect(refusal(line)).toBeUndefined();
});

test.each([
  ['--quiet run a.yaml', 'run --quiet a.yaml'],
  ['--seed 5 --quiet run', 'run --seed 5 --quiet'],
  ['run --out check', 'run --out check'],
  ['a.yaml run', 'a.yaml run'],
  ['--quiet a.yaml b.yaml run', '--quiet a.yaml b.yaml run'],
  ['--frob', '--frob'],
])('%s: %s', (line, ordered) => {
  expect(commandFirst(line.split(' '), commands).join(' ')).toBe(ordered);
});
