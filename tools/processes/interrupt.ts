/** What is to be done where the suite is interrupted. */
const actions = new Set<() => void>();

/** Has something ended where the suite is interrupted. @returns a function that forgets it, once it has ended by itself */
export function atInterrupt(end: () => void): () => void {
  actions.add(end);
  return () => void actions.delete(end);
}

/** Ends all that runs: processes of groups of their own get no Ctrl-C. */
export function endAll(): void {
  for (const end of actions) end();
  actions.clear();
}
