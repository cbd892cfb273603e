/** The options of every command, beside --help and --version. */
export const globalOptions = {
  'no-color': { describe: 'No colours; as with NO_COLOR', type: 'boolean' },
  verbose: { describe: 'Print more, and stack traces of failures', type: 'boolean' },
} as const;
