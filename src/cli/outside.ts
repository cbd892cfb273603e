/** An option of every command that reads experiments. */
export const OUTSIDE = {
  describe: 'Files that an experiment names may lie outside its folder',
  type: 'boolean',
} as const;
