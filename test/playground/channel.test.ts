import { describe, expect, test } from 'vitest';
import { openChannel, type WorkerChannel } from '../../src/playground/channel.ts';
import type { Answer, Ask, Numbered } from '../../src/playground/protocol.ts';

const plot = (y: string): Ask => ({ ask: 'plot', experiment: { name: 'circle', text: '' }, y });

/** A channel to a worker that answers when the test says so. */
function opened() {
  const posted: Numbered<Ask>[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const worker = {
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
    postMessage: (one: Numbered<Ask>) => posted.push(one),
    terminate: () => {},
  } as unknown as Worker;
  const crashes: string[] = [];
  const channel = openChannel(
    () => worker,
    { base: '', parts: {}, shipped: [] },
    (why) => crashes.push(why),
  );
  const answer = (message: Answer) =>
    listeners.get('message')!({
      data: { id: posted.findLast(({ message: { ask } }) => ask === 'plot')!.id, message },
    });
  const crash = () => listeners.get('error')!({ preventDefault() {}, message: 'out of memory' });
  const plots = () => posted.flatMap(({ message }) => (message.ask === 'plot' ? [message.y] : []));
  return { channel, answer, crash, crashes, plots };
}

function asked(channel: WorkerChannel, y: string): string[] {
  const heard: string[] = [];
  channel.ask(plot(y), ({ answer }) => heard.push(answer));
  return heard;
}

describe('a channel to a worker', () => {
  test('ends every ask: one that a newer one replaces, too', () => {
    const { channel, answer, plots } = opened();
    const [first, replaced, last] = ['classes', 'cosine', 'matches'].map((y) => asked(channel, y));
    expect([first, replaced, last]).toEqual([[], ['done'], []]);
    answer({ answer: 'plot', svg: '<svg/>' });
    answer({ answer: 'done' });
    answer({ answer: 'plot', svg: '<svg/>' });
    answer({ answer: 'done' });
    expect([first, replaced, last]).toEqual([['plot', 'done'], ['done'], ['plot', 'done']]);
    expect(plots()).toEqual(['classes', 'matches']);
  });

  test('ends an ask that waits when all is stopped', () => {
    const { channel, answer, plots } = opened();
    const [, waiting] = ['classes', 'cosine'].map((y) => asked(channel, y));
    channel.stop();
    answer({ answer: 'done' });
    expect([waiting, plots()]).toEqual([['done'], ['classes']]);
  });

  test('takes nothing of a stopped ask but that it has ended', () => {
    const { channel, answer } = opened();
    const stopped = asked(channel, 'classes');
    channel.stop();
    answer({ answer: 'progress', share: 0.5, what: 'table' });
    answer({ answer: 'plot', svg: '<svg/>' });
    answer({ answer: 'done' });
    const next = asked(channel, 'cosine');
    answer({ answer: 'plot', svg: '<svg/>' });
    answer({ answer: 'done' });
    expect([stopped, next]).toEqual([['done'], ['plot', 'done']]);
  });

  test('ends the ask whose worker crashes, and goes on with the next', () => {
    const { channel, crash, crashes, plots } = opened();
    const [lost, next] = ['classes', 'cosine'].map((y) => asked(channel, y));
    crash();
    expect([lost, next, crashes]).toEqual([['done'], [], ['out of memory']]);
    expect(plots()).toEqual(['classes', 'cosine']);
  });
});
