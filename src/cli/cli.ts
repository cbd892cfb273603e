import yargs from 'yargs';
import { UserError } from '../core/error.ts';
import type { Command } from './arguments/command.ts';
import { commandFirst, requireForms } from './arguments/forms.ts';
import { globalOptions } from './arguments/global_options.ts';
import { commandName } from './arguments/option_names.ts';
import { commands } from './commands.ts';
import type { ExitCode } from './terminal/exit_code.ts';
import { reportFailure } from './terminal/failure.ts';
import { finishOutput, guardOutput, print, tableWidth } from './terminal/terminal.ts';
import { noteUnreadInput } from './terminal/unread_input.ts';
import { version } from './terminal/version.ts';
import { inWords, requireSingle, unmarked, withDashes, withoutDoubleDash, withValues } from './usage.ts';

/** Runs the command line. @returns the exit code */
export async function cli(args: readonly string[]): Promise<ExitCode> {
  guardOutput();
  try {
    const code = await chosenBy(args)();
    await finishOutput();
    return code;
  } catch (error) {
    return reportFailure(error, args.includes('--verbose'));
  }
}

/** The function that does what the arguments ask for: a command, help, or the version. @throws UserError */
function chosenBy(args: readonly string[]): () => Promise<ExitCode> {
  let chosen: (() => Promise<ExitCode>) | undefined;
  const parser = yargs()
    .scriptName('coincide')
    .usage('$0 <command>\n\nWhen an image moves a little, does the network still see the same thing?')
    .version(version)
    .alias('version', 'V')
    .alias('help', 'h')
    .options(globalOptions)
    .locale('en')
    .parserConfiguration({
      'dot-notation': false,
      'camel-case-expansion': false,
      'boolean-negation': false,
    })
    .strict()
    .demandCommand(1, 'expected a command')
    .exitProcess(false)
    .fail(false)
    .wrap(helpWidth())
    .example('coincide init', 'write two experiments to begin with')
    .example('coincide run', 'run experiments/, write results/')
    .example('coincide run circle.yaml --set shift.max=5', 'try another value, write nothing')
    .epilogue(
      'Exit codes: 0 held, 1 an expectation failed, 2 wrong input, 3 the run failed,\n4 reading or writing failed, 129, 130 or 143 interrupted.',
    );
  for (const command of commands) {
    parser.command(
      command.command,
      command.describe,
      (y) => {
        for (const [line, meaning] of examplesFor(command)) y.example(line, meaning);
        return command.options(y).strict();
      },
      (given) => {
        requireSingle(command, given);
        if (command.command.endsWith('[files..]') && !(given.files as string[] | undefined)?.length)
          noteUnreadInput(commandName(command));
        chosen = () => command.run(unmarked(given));
        throw CHOSEN;
      },
    );
  }
  const asked = commandFirst(withoutHelp(args), commands);
  let help = '';
  try {
    requireForms(asked, commands);
    parser.parse(withValues(withDashes(withoutDoubleDash(asked), commands)), {}, (_error, _argv, output) => {
      help = withoutEmpty(output);
    });
  } catch (error) {
    if (error !== CHOSEN)
      throw error instanceof UserError
        ? error
        : new UserError(inWords((error as Error).message, asked, commands));
  }
  return chosen ?? (() => printHelp(help));
}

/** A command's examples in two columns where they are narrow; else each below what it does, so that none is cut in two. */
function examplesFor({ examples }: Command): readonly (readonly [string, string])[] {
  const isNarrow = examples.every(([line]) => 2 * line.length + 8 < helpWidth());
  return isNarrow
    ? examples
    : examples.flatMap(
        ([line, meaning]) =>
          [
            [`# ${meaning}`, ''],
            [line, ''],
          ] as const,
      );
}

/** Help without the default of a list that a command cannot do without: yargs says that it is empty. */
function withoutEmpty(help: string): string {
  return help.replace('[array] [required] [default: []]', (text) =>
    '[array] [required]'.padStart(text.length),
  );
}

function helpWidth(): number {
  return Math.min(100, tableWidth());
}

/** `help run` as `run --help`, and `help nonsense` as `nonsense`; any other arguments as they are. */
function withoutHelp(args: readonly string[]): readonly string[] {
  const at = args.findIndex((one) => !one.startsWith('-'));
  if (args[at] !== 'help') return args;
  const about = args.slice(at + 1).find((one) => !one.startsWith('-'));
  const isCommand = commands.some((command) => commandName(command) === about);
  const asked =
    about === undefined || about === 'help' ? ['--help'] : [about, ...(isCommand ? ['--help'] : [])];
  return [...args.slice(0, at), ...asked];
}

/** Ends the parsing: where a handler returns, yargs lays out the command's help, whether asked for or not. */
const CHOSEN = Symbol('chosen');

async function printHelp(text: string): Promise<ExitCode> {
  print(text);
  return 0;
}
