import yargs from 'yargs';
import { didYouMean, UserError } from '../error.ts';
import type { ExitCode } from './command.ts';
import { commands } from './commands.ts';
import { report } from './failure.ts';
import { print, quietPipes } from './terminal.ts';
import { version } from './version.ts';

/** Runs the command line. @returns the exit code */
export async function cli(args: readonly string[]): Promise<ExitCode> {
  quietPipes();
  try {
    return await dispatch(args);
  } catch (error) {
    return report(error, args.includes('--verbose'));
  }
}

async function dispatch(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const parser = yargs()
    .scriptName('coincide')
    .usage('$0 <command>\n\nWhen an image moves a little, does the network still see the same thing?')
    .version(version)
    .locale('en')
    .strict()
    .demandCommand(1, 'expected a command')
    .recommendCommands()
    .exitProcess(false)
    .fail(false)
    .example('coincide init', 'write two experiments to begin with')
    .example('coincide run', 'run experiments/, write results/')
    .example('coincide run circle.yaml --set shift.max=5', 'try another value, write nothing')
    .epilogue(
      'Exit codes: 0 held, 1 an expectation failed, 2 wrong input, 3 the run failed, 4 reading or writing failed.',
    );
  for (const { command, describe, examples, options, run } of commands) {
    parser.command(
      command,
      describe,
      (y) => {
        for (const [line, what] of examples) y.example(line, what);
        return options(y).strict();
      },
      async (given) => {
        code = await run(given);
      },
    );
  }
  const wide = Math.min(100, process.stdout.columns ?? 100);
  let text = '';
  try {
    await parser.wrap(wide).parseAsync([...args], {}, (_error, _argv, output) => {
      text = output;
    });
  } catch (error) {
    throw error instanceof Error && error.name === 'YError'
      ? new UserError(inWords(error.message, args))
      : error;
  }
  if (text) print(text);
  return code;
}

/** yargs' complaints, with the nearest option. */
function inWords(message: string, args: readonly string[]): string {
  const [, unknown] = /^Unknown arguments?: ([^,]+)/.exec(message) ?? [];
  const [first = ''] = args.filter((arg) => !arg.startsWith('-'));
  const names = commands.map(({ command }) => command.split(' ')[0]!);
  if (!names.includes(first) && first !== '') {
    return `there is no command "${first}"${didYouMean(first, names) || `; expected ${names.join(', ')}.`}`;
  }
  if (unknown === undefined) return `${message.replace(/\.$/, '')}; see coincide --help.`;
  const typed = args.find((arg) => arg.replace(/^-+/, '').split('=')[0] === unknown) ?? unknown;
  const known = Object.keys(optionsOf(first)).map((name) => `--${name}`);
  const dashed = typed.startsWith('-') ? typed.split('=')[0]! : typed;
  return `coincide ${first} does not take ${dashed}${didYouMean(dashed, known) || `; see coincide ${first} --help.`}`;
}

/** The options of a command, by name. */
function optionsOf(name: string): Record<string, unknown> {
  const command = commands.find((one) => one.command.split(' ')[0] === name);
  const y = yargs();
  command?.options(y);
  // yargs has no types for it.
  const { key } = (y as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions();
  return { ...key, help: true, version: true };
}
