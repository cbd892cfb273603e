/** Mistakes that no shipped experiment can see, and why none should. */
export const reasons: Readonly<Record<string, string>> = {};
