/** Something that was started, until it is closed. */
export interface Closable {
  close(): Promise<void>;
}

/** Starts something at once. Where that fails, closing it does nothing. */
export function startNow(start: () => Promise<Closable>, fail: (error: unknown) => void): Closable {
  const started = start().catch((error) => {
    fail(error);
    return undefined;
  });
  return { close: async () => (await started)?.close() };
}

/** Starts something after a delay, unless it is closed before. @throws on closing, where starting failed */
export function startLater(start: () => Promise<Closable>, delay: number): Closable {
  let started: Promise<Closable> | undefined;
  const timer = setTimeout(() => {
    started = start();
    // A failure is thrown on closing.
    started.catch(() => undefined);
  }, delay);
  return {
    async close() {
      clearTimeout(timer);
      await (await started)?.close();
    },
  };
}
