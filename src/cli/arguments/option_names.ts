import yargs from 'yargs';
import type { Command } from './command.ts';

/** The name of a command, without its arguments. */
export function commandName({ command }: Command): string {
  return command.split(' ')[0]!;
}

/** A name with the dashes of an option: `-o`, `--out`. */
export function dashed(name: string): string {
  return `${name.length === 1 ? '-' : '--'}${name}`;
}

/** The names of a command's options with their dashes, without its positional arguments. */
export function optionNames(command: Command): string[] {
  const positional = positionalOf(command);
  return commandOptions(command)
    .names.filter((name) => !positional.includes(name))
    .map(dashed);
}

function positionalOf({ command }: Command): string[] {
  return [...command.matchAll(/[<[](\w+)/g)].map(([, name]) => name!);
}

/**
 * A command's arguments: the names of all, and of those that may be repeated (`out`), and the options that take a value as
 * they are typed (`--out`, `-o`).
 */
export function commandOptions(command: Command): { names: string[]; array: string[]; valued: string[] } {
  const y = yargs();
  command.options(y);
  // yargs has no types for it.
  const { key, array, string, alias } = (y as unknown as { getOptions(): YargsOptions }).getOptions();
  const positional = positionalOf(command);
  const valued = [...array, ...string].filter((name) => !positional.includes(name));
  return {
    names: Object.keys(key).filter((name) => name.length > 1),
    array,
    valued: valued.flatMap((name) => [name, ...(alias[name] ?? [])]).map(dashed),
  };
}

interface YargsOptions {
  key: Record<string, unknown>;
  array: string[];
  string: string[];
  alias: Record<string, string[]>;
}
