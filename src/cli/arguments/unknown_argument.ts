import { either } from '../../core/error.ts';
import { formatMistake, type Mistake, nearest } from '../../core/mistake.ts';
import { shellWord } from '../../core/shell_word.ts';
import type { Command } from './command.ts';
import { formatWord } from './format_words.ts';
import { commandName, commandOptions, dashed, optionNames, positionalOf } from './option_names.ts';
import { kebab, wordOfOption } from './option_words.ts';

/** The sentence for an argument that a command does not take. @param unknown its name, without dashes */
export function unknownArgument(
  unknown: string,
  args: readonly string[],
  command: Command,
  commands: readonly Command[],
): string {
  const name = commandName(command);
  const help = `see coincide ${name} --help`;
  const isOption = args.some((arg) => arg.startsWith('-') && arg.includes(unknown));
  if (!isOption) {
    const [, single] = /[<[](\w+)[>\]]$/.exec(command.command) ?? [];
    if (single !== undefined && args.includes(unknown))
      return `coincide ${name} takes one ${single.toUpperCase()}, and ${unknown} is a second; ${help}.`;
    const isAlone = positionalOf(command).length === 0;
    const remedy = isAlone ? (ALONE[name] ?? `leave it out; ${help}`) : help;
    return formatMistake({ problem: `coincide ${name} does not take ${unknown}`, remedy });
  }
  const typed = dashed(unknown);
  const { meant, remedy = help } = adviceFor(typed, valueAfter(typed, args), command, commands);
  return formatMistake({ problem: `coincide ${name} does not take ${typed}`, meant, remedy });
}

/**
 * What was meant by an option that a command does not take, or what to do instead; empty if nothing is known.
 *
 * @param options where a name that is near is looked for, beside those of the command; default: those of all commands
 */
export function adviceFor(
  typed: string,
  value: string | undefined,
  command: Command,
  commands: readonly Command[],
  options = commands.flatMap(optionNames),
): Pick<Mistake, 'meant' | 'remedy'> {
  const { flags, valued } = commandOptions(command);
  const forms = [...flags, ...Object.values(valued).flat()];
  const same = forms.find((form) => form !== typed && bareForm(form) === bareForm(typed));
  if (same !== undefined && same.length > 2) return { meant: same };
  const remedy =
    remedyFor(typed, value, command, commands) ??
    takenBy(`--${kebab(typed.replace(/^-+/, ''))}`, typed, commands);
  if (remedy !== undefined) return { remedy };
  if (same !== undefined || typed.length === 2) return { meant: same };
  const own = optionNames(command);
  const near = nearestOption(typed, own, [...new Set(options)]);
  return near === undefined || own.includes(near)
    ? { meant: near }
    : { remedy: takenBy(near, typed, commands) };
}

/** An option without what is easily typed otherwise: capitals, underscores and dashes between words. */
function bareForm(option: string): string {
  return option
    .replace(/^-+/, (dashes) => dashes.replaceAll('-', '+'))
    .replace(/[-_]/g, '')
    .toLowerCase();
}

/** What to write instead of an option that a command does not take; undefined if nothing is known. */
function remedyFor(
  typed: string,
  value: string | undefined,
  command: Command,
  commands: readonly Command[],
): string | undefined {
  const name = commandName(command);
  return (
    (RUNTIME.includes(typed) ? takenBy(typed, typed, commands) : undefined) ??
    formatWord(typed, value, name) ??
    wordOfOption(typed, optionNames(command), value) ??
    (/^--?(o|out|output|file|outfile)$/.test(typed) && PRINTING.includes(name)
      ? `write coincide ${name} > ${shellWord(value ?? 'FILE')}`
      : undefined) ??
    negated(typed, command) ??
    (typed === '--shell' ? ALONE[name] : undefined) ??
    (name === 'check' ? forCheck(typed, value, commands) : undefined)
  );
}

/** What to do without `--no-json`: `--json` is off unless it is written. */
function negated(typed: string, command: Command): string | undefined {
  const [, word] = /^--?no-?(\w[\w-]*)$/i.exec(typed) ?? [];
  if (word === undefined) return undefined;
  const option = optionNames(command).find((one) => one === `--${word.toLowerCase()}`);
  return option === undefined ? undefined : `leave it out: ${option} holds only where it is written`;
}

/** Options of ours that are words of other programs too. */
const RUNTIME = ['--providers'];

/** Commands that print what others write. */
const PRINTING = ['schema', 'list', 'completion', 'doctor'];

/** What to do instead of an argument of a command that takes none. */
const ALONE: Readonly<Record<string, string>> = {
  completion: 'leave it out: one script is for bash and zsh',
  schema: 'leave it out: there is one schema',
  doctor: 'leave it out: every backend is checked',
  playground: 'leave it out, and drop the file on the page',
  worker: 'the queue is an option: write --queue redis://localhost:6379',
};

/** An option that would change an experiment: a check compares with what is committed, so it takes files as they are. */
function forCheck(
  typed: string,
  value: string | undefined,
  commands: readonly Command[],
): string | undefined {
  const run = optionNames(commands.find((command) => commandName(command) === 'run')!);
  const changes = ['--set', '--seed', '--trials', '--variant', '--picture'].includes(typed);
  const text =
    changes && run.includes(typed)
      ? `${typed} ${shellWord(value ?? 'VALUE')}`
      : /^write (--set .*)$/.exec(wordOfOption(typed, ['--set'], value) ?? '')?.[1];
  return text === undefined
    ? undefined
    : `it checks files as they are, and coincide run ${text} tries another value`;
}

/** The commands that take an option which another does not; undefined where none does. @param typed as it was typed there */
function takenBy(option: string, typed: string, commands: readonly Command[]): string | undefined {
  const takers = commands.filter((command) => optionNames(command).includes(option)).map(commandName);
  if (takers.length === 0) return undefined;
  const names = either(takers).replace(/ or (?=\w+$)/, ' and ');
  if (option !== typed) return `coincide ${names} ${takers.length > 1 ? 'take' : 'takes'} ${option}`;
  return `coincide ${names} ${takers.length > 1 ? 'do' : 'does'}`;
}

/** The option that begins so, or that has the nearest name; of two that are as near, the command's own. */
function nearestOption(typed: string, own: readonly string[], others: readonly string[]): string | undefined {
  const begun = (names: readonly string[]) => {
    const found = names.filter((name) => name.startsWith(`--${word}`));
    return found.length === 1 ? found[0] : undefined;
  };
  const word = kebab(typed.replace(/^-+/, ''));
  const whole = word.length < 3 ? undefined : (begun(own) ?? begun(others));
  // Dashes aside: they make any two names alike.
  const names = [...own, ...others].map((name) => name.replace(/^-+/, ''));
  const near = nearest(word, names);
  return whole ?? (near === undefined ? undefined : `--${near}`);
}

/** The value that is typed with an option, `--max 4` or `--max=4`; undefined if there is none. */
function valueAfter(option: string, args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  const value = args[at]?.includes('=') ? args[at].slice(option.length + 1) : args[at + 1];
  return at < 0 || value?.startsWith('-') ? undefined : value;
}
