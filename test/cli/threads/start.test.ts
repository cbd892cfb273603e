import { expect, test } from 'vitest';
import { startLater } from '../../../src/cli/threads/start.ts';

test('what is to start later starts once its time has come, and is closed', async () => {
  const events: string[] = [];
  const start = async () => {
    events.push('start');
    return { close: async () => void events.push('close') };
  };
  await startLater(start, 60_000).close();
  expect(events).toEqual([]);
  const soon = startLater(start, 0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await soon.close();
  expect(events).toEqual(['start', 'close']);
  const failing = startLater(() => Promise.reject(new Error('no threads')), 0);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await expect(failing.close()).rejects.toThrow('no threads');
});
