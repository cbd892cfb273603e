import { shellWord } from '../../core/shell_word.ts';

/** Options of other programs, by what to write here. Words are without dashes. */
const OPTION_WORDS: Readonly<Record<string, string>> = {
  '--workers': 'j jobs n-jobs parallel cores processes max-workers concurrency threads',
  '--threads': 'num-threads intra-op',
  '--out': 'output output-dir outdir out-dir dest destination outfile output-file',
  '--reporter': 'format reporters output-format',
  '--format': 'reporter type output-format',
  '--json': 'format-json as-json',
  '--quiet': 'silent s',
  '--verbose': 'v debug vv',
  '--fresh': 'no-cache force f nocache recompute ignore-cache',
  '--cached': 'cache use-cache',
  '--port': 'p',
  '--set': 'param params override p D define option',
  '--variant': 'filter grep only k t select test-name-pattern',
  '--picture': 'image images img sample',
  '--seed': 'random-seed rng random-state',
  '--trials': 'n samples iterations repetitions runs',
  '--results': 'baseline baselines golden expected results-dir',
  '--changed-since': 'since only-changed changed diff',
  '--serve': 'open web browser',
  '--watch': 'w',
  '--backend': 'device engine b',
  '--providers': 'provider gpu cuda execution-providers',
  '--resolved': 'print show expand config',
  '--map': 'heatmap grid',
  '--depth': 'layer step level',
  '--png': 'out o output save file',
  '--width': 'size figsize',
  '--combine': 'csv',
  '--columns': 'fields cols',
};

/** Values of a file, by the options that set them elsewhere. */
const SET_WORDS: Readonly<Record<string, string>> = {
  'shift.max': 'max shift max-shift',
  'shift.fill_mode': 'fill fill-mode fillmode',
  'pool.type': 'pool pooling',
  'pool.depth': 'depth',
  'image.size': 'size image-size',
  'image.radius': 'radius',
  compare: 'compare',
};

/** Options of other programs that no option here stands for, by what to do. */
const OTHERWISE: Readonly<Record<string, string>> = {
  '`coincide validate` checks files without running them': 'dry-run n check-only no-run list',
  '`coincide run` writes results/, which you commit':
    'update u update-snapshots updatesnapshot update-baseline accept bless write regenerate',
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
export function wordOfOption(typed: string, known: readonly string[], value = 'VALUE'): string | undefined {
  const word = typed.replace(/^-+/, '').toLowerCase().replaceAll('_', '-');
  const option = Object.keys(OPTION_WORDS).find(
    (name) => known.includes(name) && OPTION_WORDS[name]!.split(' ').includes(word),
  );
  if (option !== undefined) return `write ${option}`;
  // A key as it stands in the file: `--shift.max`, or `--set.shift.max`.
  const key = word.includes('.') ? typed.replace(/^-+(?:set\.)?/, '') : keyWithWord(word, SET_WORDS);
  if (key !== undefined && known.includes('--set')) return `write --set ${key}=${shellWord(value)}`;
  return keyWithWord(word, OTHERWISE);
}

/** The key of a table whose words include this one; undefined if there is none. */
function keyWithWord(word: string, table: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(table).find((key) => table[key]!.split(' ').includes(word));
}
