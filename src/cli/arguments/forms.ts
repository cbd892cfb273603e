import { existsSync } from 'node:fs';
import { quoted, UserError } from '../../core/error.ts';
import { formatMistake } from '../../core/mistake.ts';
import { shellWord } from '../../core/shell_word.ts';
import type { Command } from './command.ts';
import { commandName, commandOptions } from './option_names.ts';
import { adviceFor } from './unknown_argument.ts';

/** The arguments with the command before its options, where some stand before it: `--quiet run`. */
export function commandFirst(args: readonly string[], commands: readonly Command[]): readonly string[] {
  const names = commands.map(commandName);
  const at = args.findIndex((arg) => names.includes(arg));
  const isBehindOptions = args
    .slice(0, at)
    .every((arg, i) => arg.startsWith('-') || args[i - 1]?.startsWith('-'));
  return at < 1 || !isBehindOptions ? args : [args[at]!, ...args.slice(0, at), ...args.slice(at + 1)];
}

/**
 * Refuses arguments in forms that yargs takes for something else without a word: `--json=out.json` for no `--json`, `-seed`
 * for four options, `--set shift.max 5` for a file with the name 5.
 *
 * @param args the command, and behind it its arguments
 * @throws UserError that says what to write
 */
export function requireForms(args: readonly string[], commands: readonly Command[]): void {
  const command = commands.find((one) => commandName(one) === args[0]);
  if (!command) return;
  for (const [i, arg] of args.entries()) {
    const mistake =
      flagMistake(arg, args[i + 1], command) ??
      setMistake(arg, args.slice(i + 1)) ??
      dashMistake(args, i, command, commands);
    if (mistake !== undefined) throw new UserError(mistake);
  }
}

/** A value of an option that takes none; `true` and `false`, which yargs takes, are values. */
function flagMistake(arg: string, next: string | undefined, command: Command): string | undefined {
  const [, option, joined] = /^(-[\w-]+)=(.*)$/s.exec(arg) ?? [];
  const isApart = option === undefined && /^-/.test(arg) && isNoFile(next);
  const value = isApart ? next : joined;
  if (value === undefined || /^(?:true|false)$/.test(value)) return undefined;
  const typed = option ?? arg;
  const { flags, names } = commandOptions(command);
  if (!flags.includes(typed) || (isApart && isDocument(value) && !PRINTED.includes(typed))) return undefined;
  const remedy = existsSync(value)
    ? `write ${typed} ${shellWord(value)}`
    : PRINTED.includes(typed) && /\w/.test(value) && !isNoValue(value)
      ? `write ${typed} > ${shellWord(value)}`
      : typed === '--serve' && names.includes('port') && /^\d+$/.test(value)
        ? `write ${typed} --port ${value}`
        : `${isNoValue(value) ? '' : `write ${typed} alone, or `}leave it out`;
  return formatMistake({ problem: `${typed} takes no value such as ${quoted(value)}`, remedy });
}

/** Options whose result goes to stdout. */
const PRINTED = ['--json', '--resolved'];

/** Whether an argument is a word that stands for a value, or the name of a document, and no file is there. */
function isNoFile(arg: string | undefined): boolean {
  return arg !== undefined && (/^\d+$/.test(arg) || isSwitch(arg) || isDocument(arg)) && !existsSync(arg);
}

function isDocument(text: string): boolean {
  return /\.(?:json|txt|csv|out|log)$/i.test(text);
}

function isSwitch(text: string): boolean {
  return isNoValue(text) || /^(?:yes|on)$/i.test(text);
}

function isNoValue(text: string): boolean {
  return /^(?:|0|no|off|none|never|false)$/i.test(text);
}

/** `--set KEY VALUE`, also with `=` or a colon between spaces: the value would be the name of a file. */
function setMistake(arg: string, behind: readonly string[]): string | undefined {
  const [, joined] = /^--set=([^=]*)$/.exec(arg) ?? [];
  const [first, ...others] = joined === undefined ? behind : [joined, ...behind];
  const [, key] =
    /^([a-z_]\w*(?:\.\w+)*)[:=]?$/i.exec((arg === '--set' || joined !== undefined) && first ? first : '') ??
    [];
  const value = /^[:=]$/.test(others[0] ?? '') ? others[1] : others[0]?.replace(/^=(?=.)/, '');
  if (key === undefined || value === undefined || !isValueOf(value)) return undefined;
  return `--set ${first}: expected KEY=VALUE; write --set ${shellWord(`${key}=${value}`)}.`;
}

/** Whether a word behind a key is its value: no option, and no file or what is meant as one. */
function isValueOf(word: string): boolean {
  return !/^-+[a-z]|[\\/]|\.(?:ya?ml|json)$/i.test(word) && word !== '-' && !existsSync(word);
}

/** A long option with one dash, which yargs takes for one option per letter. */
function dashMistake(
  args: readonly string[],
  at: number,
  command: Command,
  commands: readonly Command[],
): string | undefined {
  const [, word, joined] = /^-([a-z]{2}[\w-]*)(?:=(.*))?$/is.exec(args[at]!) ?? [];
  if (word === undefined) return undefined;
  const { flags, valued } = commandOptions(command);
  const forms = Object.values(valued).flat();
  if (forms.includes(args[at - 1]!) || [...word].every((letter) => flags.includes(`-${letter}`)))
    return undefined;
  const long = `--${word}`;
  const takesValue = forms.includes(long);
  const next = args[at + 1];
  const value = joined ?? (next === undefined || /^-[^\d]/.test(next) ? undefined : next);
  const isKnown = takesValue || flags.includes(long);
  const valueText = takesValue ? ` ${shellWord(value ?? 'VALUE')}` : '';
  const short = `-${word[0]}`;
  const canSplit = forms.includes(short);
  const { meant, remedy } = isKnown
    ? { remedy: `write ${long}${valueText}` }
    : adviceFor(long, value, command, commands, canSplit ? [] : undefined);
  const split =
    remedy === undefined && meant === undefined && canSplit ? `write ${short} ${word.slice(1)}` : remedy;
  if (split === undefined && meant === undefined) return undefined;
  return formatMistake({
    problem: `coincide ${commandName(command)} does not take -${word}`,
    meant,
    remedy: split,
  });
}
