import yargs from 'yargs';
import type { Command } from './command.ts';
import { globalOptions } from './global_options.ts';

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
    .map((name) => `--${name}`);
}

/** The names of a command's positional arguments. */
export function positionalOf({ command }: Command): string[] {
  return [...command.matchAll(/[<[](\w+)/g)].map(([, name]) => name!);
}

/**
 * A command's arguments: the names of all, and of those that may be repeated (`out`); how those that take no value are
 * typed (`--quiet`, `-q`); and by its name, how an option that takes a value is (`--out`, `-o`).
 */
export function commandOptions(command: Command): {
  names: string[];
  array: string[];
  flags: string[];
  valued: Record<string, string[]>;
} {
  const y = yargs();
  command.options(y);
  // yargs has no types for it.
  const { key, array, boolean, string, alias } = (
    y as unknown as { getOptions(): YargsOptions }
  ).getOptions();
  const positional = positionalOf(command);
  const aliases = Object.values(alias).flat();
  const valued = [...array, ...string].filter(
    (name) => !positional.includes(name) && !aliases.includes(name),
  );
  return {
    names: Object.keys(key).filter((name) => !aliases.includes(name)),
    array,
    flags: [...boolean, ...Object.keys(globalOptions)].map(dashed),
    valued: Object.fromEntries(
      valued.map((name) => [name, [`--${name}`, ...(alias[name] ?? []).map(dashed)]] as const),
    ),
  };
}

interface YargsOptions {
  key: Record<string, unknown>;
  array: string[];
  boolean: string[];
  string: string[];
  alias: Record<string, string[]>;
}
