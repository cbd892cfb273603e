import { UserError } from '../core/error.ts';
import { mapValues } from '../core/map_values.ts';
import { formatMistake, nearest } from '../core/mistake.ts';
import type { Command } from './arguments/command.ts';
import { wordOfCommand } from './arguments/command_words.ts';
import { commandName, commandOptions, dashed } from './arguments/option_names.ts';
import { unknownArgument } from './arguments/unknown_argument.ts';

/** Arguments in the form of yargs: arguments after `--` become paths, since commands here take no others. */
export function withoutDoubleDash(args: readonly string[]): string[] {
  const at = args.indexOf('--');
  if (at < 0) return [...args];
  const paths = args.slice(at + 1).map((path) => (path.startsWith('-') ? `./${path}` : path));
  return [...args.slice(0, at), ...paths];
}

/** Joins a value that begins with a minus and a digit, as in `--shift -2,1`, to its option. */
export function withValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-\.?\d/.test(arg) && before !== undefined && /^--[a-z][^=]*$/.test(before))
      joined.push(`${joined.pop()}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

/** Replaces `-` (standard input) among the files, since yargs would drop it. No argument can hold a NUL. */
const DASH = '\0-';

/** The arguments with a mark for each `-` that is no option's value. */
export function withDashes(args: readonly string[], commands: readonly Command[]): string[] {
  const command = commands.find((one) => args.includes(commandName(one)));
  if (!command || !args.includes('-')) return [...args];
  const valued = Object.values(commandOptions(command).valued).flat();
  const takesValue = (arg: string | undefined) => arg !== undefined && valued.includes(arg);
  return args.map((arg, i) => {
    const isValue = takesValue(args[i - 1]) && !takesValue(args[i - 2]);
    return arg === '-' && !isValue ? DASH : arg;
  });
}

/** The arguments that yargs gives, with `-` wherever `withDashes` put a mark in its place. */
export function unmarked(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const one = (value: unknown) => (value === DASH ? '-' : value);
  return mapValues(given, (value) => (Array.isArray(value) ? value.map(one) : one(value)));
}

/** @throws UserError where an option that cannot be repeated is: yargs makes a list of its values */
export function requireSingle(command: Command, given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || name === '_' || command.command.includes(`${name}..`)) continue;
    if (commandOptions(command).array.includes(name)) continue;
    throw new UserError(`${dashed(name)} is given ${value.length} times; give it once.`);
  }
}

/** A message of yargs as a sentence, with the nearest name. */
export function inWords(message: string, args: readonly string[], commands: readonly Command[]): string {
  const names = commands.map(commandName);
  const [name] = args.filter((arg) => !arg.startsWith('-'));
  const asOption = args.find((arg) => names.includes(arg.replace(/^-+/, '')));
  if (name === undefined && asOption !== undefined)
    return `expected a command, not ${asOption}; write coincide ${asOption.replace(/^-+/, '')}.`;
  if (name === undefined && args.includes('-v'))
    return 'expected a command, not -v; write coincide --version, or --verbose behind a command.';
  if (name === undefined) return `expected a command: ${names.join(', ')}; see coincide --help.`;
  const command = commands.find((one) => commandName(one) === name);
  if (!command) {
    const word = wordOfCommand(name);
    return formatMistake({
      problem: `there is no command "${name}"`,
      meant: word === undefined ? nearest(name, names) : undefined,
      remedy: word === undefined ? `expected ${names.join(', ')}` : `write ${word}`,
    });
  }
  const help = `see coincide ${name} --help.`;
  const [, lacking] = /^Not enough arguments following: (.+)/.exec(message) ?? [];
  if (lacking !== undefined) return `${dashed(lacking)} needs a value; ${help}`;
  const [, needed] =
    (/^Not enough non-option/.test(message) && /<(\w+?)(?:s\.\.)?>/.exec(command.command)) || [];
  if (needed !== undefined) return `coincide ${name} needs a ${needed}; ${help}`;
  const [, required] = /^Missing required argument: (.+)/.exec(message) ?? [];
  if (required !== undefined)
    return `coincide ${name} needs ${dashed(required)}${OPTION_EXAMPLES[required] ?? ''}; ${help}`;
  const [, unknown] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  return unknown === undefined
    ? `${message.replace(/\.$/, '')}; ${help}`
    : unknownArgument(unknown, args, command, commands);
}

/** An example of an option that a command cannot do without. */
const OPTION_EXAMPLES: Readonly<Record<string, string>> = { queue: ', as in --queue redis://localhost:6379' };
