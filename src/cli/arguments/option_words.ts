import { shellWord } from '../../core/shell_word.ts';
import { assignment, imageAssignment } from './assignment.ts';

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
  '--picture': 'images img sample',
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

/** Options of other programs that have no counterpart here, and what to do instead. */
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
  if (known.includes('--reporter') && REPORTERS.includes(word)) return `write --reporter ${word}`;
  if (known.includes('--max-size') && CLEARED.includes(word)) return CLEAR_CACHE;
  if (known.includes('--cached') && FRESHLY.includes(word))
    return 'leave it out: all is computed, without --cached';
  if (/^no-colou?rs?$/.test(word)) return 'write --no-color';
  if (FILE_WORDS.includes(word) && /\.(?:ya?ml|json)$/i.test(value))
    return `write ${shellWord(value)} alone, without ${typed}`;
  if (word === 'image' && known.includes('--set')) return imageAssignment(value, known);
  const option = Object.keys(OPTION_WORDS).find(
    (name) => known.includes(name) && OPTION_WORDS[name]!.split(' ').includes(word),
  );
  if (option !== undefined) return `write ${option}`;
  const set = known.includes('--set') && typed.startsWith('--') ? assignment(typed, value) : undefined;
  return set === undefined ? keyWithWord(word, OTHERWISE) : `write --set ${shellWord(set)}`;
}

/** The key of a table whose words include this one; undefined if there is none. */
function keyWithWord(word: string, table: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(table).find((key) => table[key]!.split(' ').includes(word));
}

/** Options of other programs that name the file. */
const FILE_WORDS = 'c config f file files i input experiment e spec'.split(' ');

const REPORTERS = ['json', 'junit', 'github', 'markdown'];
const FRESHLY = 'fresh no-cache force f nocache recompute'.split(' ');
const CLEARED = 'all clear clean purge delete force f empty reset'.split(' ');

/** How the unit cache is emptied. */
export const CLEAR_CACHE = 'write coincide cache prune --max-size 0';
