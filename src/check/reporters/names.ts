/** The reporters, by their names on the command line: known where none of them is loaded, as for `--help`. */
export const reporterNames = ['text', 'json', 'junit', 'github', 'markdown'] as const;
