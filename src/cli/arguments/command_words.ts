import { shellWord } from '../../core/shell_word.ts';

/** Commands of other programs, by what to write here. */
const COMMAND_WORDS: Readonly<Record<string, string>> = {
  run: 'start exec execute measure compute evaluate eval bench benchmark',
  check: 'test tests verify ci compare',
  validate: 'lint parse',
  serve: 'dev watch preview open',
  init: 'new create setup',
  show: 'view display print visualize visualise render',
  plot: 'figure chart graph draw',
  list: 'ls kinds options',
  'report --against FOLDER': 'diff',
  'cache prune --max-size 0': 'clean clear purge',
  'run, which writes results/': 'update accept bless',
  '--version': 'version',
};

/**
 * What to write instead of a command that there is not; undefined if nothing is known.
 *
 * @example wordOfCommand('a.yaml') // 'coincide run a.yaml'
 * @example wordOfCommand('test') // 'coincide check'
 */
export function wordOfCommand(typed: string): string | undefined {
  if (/[/\\]|\.(?:ya?ml|json)$/i.test(typed)) return `coincide run ${shellWord(typed)}`;
  const word = typed.toLowerCase();
  const command = Object.keys(COMMAND_WORDS).find((name) => COMMAND_WORDS[name]!.split(' ').includes(word));
  return command === undefined ? undefined : `coincide ${command}`;
}
