import { onTestFinished } from 'vitest';

/**
 * Makes the world of one test stricter than the user's: from here to its end `Math.random` and `console` throw,
 * since during a run nothing may call them.
 */
export function strictWorld(): void {
  const { random } = Math;
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const original = methods.map((method) => console[method]);
  Math.random = () => {
    throw new Error('Math.random was called');
  };
  for (const method of methods) {
    console[method] = (...words: unknown[]) => {
      throw new Error(`console.${method} was called: ${words.join(' ')}`);
    };
  }
  onTestFinished(() => {
    Math.random = random;
    for (const [i, method] of methods.entries()) console[method] = original[i]!;
  });
}
