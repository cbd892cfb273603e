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
  '--columns': 'fields cols',
};

/** What other programs call a run that only looks. */
const LOOKS_ONLY = ['dry-run', 'n', 'check-only', 'no-run', 'list'];

/**
 * What to write instead of an option that a command does not take; undefined if nothing is known.
 *
 * @param known the options of the command, as they are typed
 * @example wordOfOption('-j', ['--workers']) // 'write --workers'
 */
export function wordOfOption(typed: string, known: readonly string[]): string | undefined {
  const word = typed.replace(/^-+/, '').toLowerCase().replaceAll('_', '-');
  const option = Object.keys(OPTION_WORDS).find(
    (name) => known.includes(name) && OPTION_WORDS[name]!.split(' ').includes(word),
  );
  if (option !== undefined) return `write ${option}`;
  return LOOKS_ONLY.includes(word) ? '`coincide validate` checks files without running them' : undefined;
}
