import yargs from 'yargs';
import { UserError } from '../core/error.ts';
import { formatMistake, nearest } from '../core/mistake.ts';
import type { Command } from './arguments/command.ts';
import { commands } from './commands.ts';

/** Arguments as yargs takes them: what follows `--` is no option, and all arguments that are none are paths here. */
export function withoutDoubleDash(args: readonly string[]): string[] {
  const at = args.indexOf('--');
  if (at < 0) return [...args];
  const paths = args.slice(at + 1).map((path) => (path.startsWith('-') ? `./${path}` : path));
  return [...args.slice(0, at), ...paths];
}

/** A value that begins with a minus, as in `--shift -2,1`: what begins so with a digit is no option. */
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

/** Of an option that may not be repeated, yargs would make a list. @throws UserError */
export function requireSingle(command: Command, given: Readonly<Record<string, unknown>>): void {
  const { array } = optionsOf(command);
  for (const [name, value] of Object.entries(given)) {
    if (!Array.isArray(value) || name === '_' || array.includes(name)) continue;
    if (command.command.includes(`[${name}..]`)) continue;
    throw new UserError(`${dashed(name)} is given ${value.length} times; give it once.`);
  }
}

/** yargs' complaints as sentences, with the nearest name. */
export function inWords(message: string, args: readonly string[]): string {
  const names = commands.map(nameOf);
  const [name] = args.filter((arg) => !arg.startsWith('-'));
  if (name === undefined) return `expected a command: ${names.join(', ')}; see coincide --help.`;
  const command = commands.find((one) => nameOf(one) === name);
  if (!command) {
    return formatMistake({
      problem: `there is no command "${name}"`,
      meant: nearest(name, names),
      remedy: `expected ${names.join(', ')}`,
    });
  }
  const help = `see coincide ${name} --help.`;
  const [, lacking] = /^Not enough arguments following: (.+)/.exec(message) ?? [];
  if (lacking !== undefined) return `${dashed(lacking)} needs a value; ${help}`;
  const [, needed] = (/^Not enough non-option/.test(message) && /<(\w+)>/.exec(command.command)) || [];
  if (needed !== undefined) return `coincide ${name} needs a ${needed}; ${help}`;
  const [, unknown] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  if (unknown === undefined) return `${message.replace(/\.$/, '')}; ${help}`;
  const isOption = args.some((arg) => arg.startsWith('-') && arg.includes(unknown));
  const typed = isOption ? dashed(unknown) : unknown;
  const known = isOption ? optionsOf(command).names.map(dashed) : [];
  return formatMistake({
    problem: `coincide ${name} does not take ${typed}`,
    meant: nearest(typed, known),
    remedy: `see coincide ${name} --help`,
  });
}

function nameOf({ command }: Command): string {
  return command.split(' ')[0]!;
}

function dashed(name: string): string {
  return `${name.length === 1 ? '-' : '--'}${name}`;
}

/** The names of a command's options, and those that may be repeated. */
function optionsOf(command: Command): { names: string[]; array: string[] } {
  const y = yargs();
  command.options(y);
  // yargs has no types for it.
  const { key, array } = (
    y as unknown as { getOptions(): { key: Record<string, unknown>; array: string[] } }
  ).getOptions();
  return { names: Object.keys(key).filter((name) => name.length > 1), array };
}
