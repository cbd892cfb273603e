import { reporterNames } from '../../check/reporters/names.ts';
import { shellWord } from '../../core/shell_word.ts';
import { aliasOf } from '../../experiment/remedies/words/alias_of.ts';
import { elsewhereWords } from '../../experiment/remedies/words/file_keys.ts';
import { assignment, imageAssignment } from './assignment.ts';

/** Options of other programs that choose what runs. */
const CHOOSING =
  'filter grep only k t g m select test-name-pattern filter-pattern project markers config-name config-path config-dir lf last-failed only-failures';

/**
 * Options of other programs, by what to write here. Words are without dashes; words of one letter keep their case. A text
 * is offered where the command takes every option that it names; FILE in it is the value that was given.
 */
const OPTION_WORDS: Readonly<Record<string, string>> = {
  '--trials for more draws, or --workers for threads': 'n',
  '--workers':
    'j n jobs n-jobs parallel cores processes max-workers concurrency threads num-workers numprocesses max-concurrency',
  '--threads': 'num-threads intra-op',
  '--backend, or --providers cuda for a GPU': 'device accelerator',
  '--json, and > FILE behind it': 'export-json json-report',
  '--combine FILE': 'export-csv csv',
  '--latex FILE': 'export-latex tex',
  '--out': 'output output-dir outdir out-dir dest destination outfile output-file',
  '--reporter junit:FILE': 'junitxml junit-xml junit-prefix',
  '--reporter markdown:FILE': 'export-markdown',
  '--reporter json:FILE': 'export-json json-report',
  '--reporter': 'format reporters output-format',
  '--format': 'reporter type output-format',
  '--json': 'format-json as-json',
  '--quiet': 'silent s',
  '--verbose': 'v debug vv',
  '--fresh': 'no-cache force f nocache recompute ignore-cache cache-clear',
  '--cached': 'cache use-cache',
  '--port': 'p',
  '--set': 'param params override p D define option',
  'the files, as in experiments/circle.yaml, or --variant KEY=VALUE for one of a sweep': CHOOSING,
  'the files, as in experiments/circle.yaml, or --changed-since COMMIT for those that differ': CHOOSING,
  '--picture': 'images img sample',
  '--seed': 'random-seed rng random-state randomly-seed',
  '--trials': 'samples iterations repetitions runs min-runs max-runs r repeat repeats',
  '--results': 'baseline baselines golden expected results-dir snapshot-dir',
  '--changed-since': 'since only-changed changed diff',
  '--serve': 'open web browser',
  '--watch': 'w watch-all looponfail',
  '--backend': 'device engine b',
  '--providers': 'provider gpu gpus use-gpu cuda execution-providers',
  '--resolved': 'print show expand config',
  '--map': 'heatmap grid',
  '--depth': 'layer step level',
  '--png': 'out o output save file',
  '--width': 'size figsize',
  '--columns': 'fields cols',
  '--spec figure.json, and restyle that with Vega-Lite': 'style theme template rcparams',
};

/** Options of other programs that have no counterpart here, and what to do instead. */
const OTHERWISE: Readonly<Record<string, string>> = {
  '`coincide validate` checks files without running them':
    'dry-run n check-only no-run list collect-only co list-tests setup-plan',
  '`coincide validate --resolved` prints a file with its defaults':
    'cfg resolve print-config show-config resolved-config',
  '`coincide run` writes results/, which you commit':
    'update u update-snapshots updatesnapshot update-baseline accept bless write regenerate snapshot-update',
  '`coincide report` writes a page of all results': 'html html-report export-html',
  '`coincide report --out report.md` writes the tables in Markdown': 'export-markdown markdown',
  '`coincide serve` shows results in a browser': 'ui headed',
  'leave it out: every experiment runs, and the exit code says whether one failed':
    'x bail maxfail max-failures exitfirst fail-fast failfast stop-on-failure i ignore-failure',
  'leave it out: a run gives the same numbers each time': 'retries reruns repeat-each',
  'leave it out: no time is measured': 'warmup durations time-unit timeout benchmark',
  'leave it out: warnings change no exit code': 'strict W fail-on-warning max-warnings fail-on-warnings',
  'leave it out: a terminal gets colours, and --no-color gives none':
    'color colour colors colours style theme force-color',
  'leave it out: a check of nothing is an error': 'pass-with-no-tests',
  'pages are served to this machine only, at 127.0.0.1': 'host hostname bind address',
};

/**
 * What to write instead of an option that a command does not take; undefined if nothing is known.
 *
 * @param known the options of the command, as they are typed
 * @param value the value that was given with it
 * @example wordOfOption('-j', ['--workers']) // 'write --workers'
 * @example wordOfOption('--max', ['--set'], '4') // 'write --set shift.max=4'
 */
export function wordOfOption(typed: string, known: readonly string[], value?: string): string | undefined {
  const bare = typed.replace(/^-+/, '');
  const word = bare.length === 1 ? bare : kebab(bare);
  if (known.includes('--reporter') && reporterNames.some((name) => name === word))
    return `write --reporter ${word}`;
  if (known.includes('--max-size') && CLEARED.includes(word)) return CLEAR_CACHE;
  if (known.includes('--cached') && FRESHLY.includes(word))
    return 'leave it out: all is computed, without --cached';
  if (/^no-colou?rs?$/.test(word)) return 'write --no-color';
  if (FILE_WORDS.includes(word) && /\.(?:ya?ml|json)$/i.test(value ?? ''))
    return `write ${shellWord(value!)} alone, without ${typed}`;
  if (word === 'image' && known.includes('--set')) return imageAssignment(value ?? 'VALUE', known);
  const canSet = known.includes('--set');
  if (canSet && SWEPT_WORDS.includes(word) && (word !== 'm' || value?.includes('=')))
    return `write --set ${shellWord(assignment('--sweep', value ?? '')!)}`;
  const text = keyWithWord(word, OPTION_WORDS, (text) =>
    (text.match(/--[a-z-]+/g) ?? []).every((option) => known.includes(option)),
  );
  if (text !== undefined) return `write ${text.replace('FILE', () => shellWord(value ?? 'FILE'))}`;
  const otherwise = keyWithWord(word, OTHERWISE);
  // `--list` alone asks for names, and with a value it is a key of the file.
  if (otherwise !== undefined && value === undefined) return otherwise;
  const set = canSet && typed.startsWith('--') ? assignment(typed, value ?? 'VALUE') : undefined;
  return set === undefined ? (otherwise ?? unknownWord(word)) : `write --set ${shellWord(set)}`;
}

/** A name as options are written. @example kebab('maxWorkers') // 'max-workers' */
export function kebab(name: string): string {
  return name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1-')
    .replaceAll('_', '-')
    .toLowerCase();
}

/** What to do without an option that stands for a key of another program's file. */
function unknownWord(word: string): string | undefined {
  const text = word.length === 1 ? undefined : aliasOf(word, elsewhereWords);
  return text !== undefined && /^leave it out: (?!--)/.test(text) ? text : undefined;
}

/** The first key of a table whose words include this one; undefined if there is none. */
function keyWithWord(
  word: string,
  table: Readonly<Record<string, string>>,
  fits = (_: string) => true,
): string | undefined {
  return Object.keys(table).find((key) => fits(key) && table[key]!.split(' ').includes(word));
}

/** Options of other programs that try several values of a key. */
const SWEPT_WORDS = 'm multirun L parameter-list P parameter-scan'.split(' ');

/** Options of other programs that name the file. */
const FILE_WORDS = 'c config f file files i input experiment e spec'.split(' ');

const FRESHLY = 'fresh no-cache force f nocache recompute'.split(' ');
const CLEARED = 'all clear clean purge delete force f empty reset'.split(' ');

/** How the unit cache is emptied. */
export const CLEAR_CACHE = 'write coincide cache prune --max-size 0';
