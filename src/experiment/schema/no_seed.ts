/** Whether a text asks for other numbers each time, or for none. */
export function isNoSeed(text: string): boolean {
  return /^(none|null|nil|random|rand|auto|time|now)$/i.test(text);
}

/** Why such a text is no seed. */
export const SAME_NUMBERS = 'every run draws the same numbers';
