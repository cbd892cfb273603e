/** Has all that this process prints added to two texts, in place of its streams. */
export function capturePrinted(): { stdout: string; stderr: string } {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].setMaxListeners(0);
    process[name].write = ((text: string | Uint8Array, ...rest: unknown[]) => {
      printed[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
      const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
      done?.();
      return true;
    }) as never;
  }
  return printed;
}
