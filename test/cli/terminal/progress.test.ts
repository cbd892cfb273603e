import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createProgress } from '../../../src/cli/terminal/progress.ts';
import { cli } from '../../support/cli/coincide.ts';
import { neutral } from '../../support/environment.ts';
import { broken, circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

/** A second or more in one step, before any is done. */
const long = `
image: { type: noise, size: 384 }
shift: { max: 3 }
trials: all
layers: [{ type: conv2d, kernel: random, filters: 16, kernel_size: 7 }]
`;

/** Seconds in many steps, on a fast machine too. */
const many = `${circle}sweep: { seed: [${Array.from({ length: 600 }, (_, i) => i)}] }\n`;

/** As terminals take it, and as it is shown here. */
const [ESC, SHOWN] = ['\u001b', '␛'];
const BAR = /█*░* \d+ % b/;

// `script` of util-linux runs a command on a terminal of its own.
const works = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

interface OnTerminal {
  /** All that the terminal got, its escapes shown as ␛. */
  seen(): string;
  type(keys: string): void;
  ended: Promise<number | null>;
}

function onTerminal(cwd: string, args: string, env: Record<string, string> = {}): OnTerminal {
  const line = `${process.execPath} ${cli} ${args}`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd,
    env: { ...neutral, TERM: 'xterm-256color', ...env },
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  return {
    seen: () => text.replaceAll(ESC, SHOWN),
    type: (keys) => child.stdin.write(keys),
    ended: new Promise((resolve) => child.on('close', resolve)),
  };
}

async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(20);
}

describe('the line', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  function terminal(is: boolean): void {
    const { isTTY } = process.stderr;
    process.stderr.isTTY = is;
    onTestFinished(() => {
      process.stderr.isTTY = isTTY;
    });
  }

  test('comes after half a second of work, not before, even in a first step that takes long', async () => {
    terminal(true);
    const line = await createProgress(true);
    line.update({ what: 'a', done: 0, of: 1 });
    vi.advanceTimersByTime(499);
    expect(process.stderr.write).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(process.stderr.write).toHaveBeenCalled();
    line.stop();
  });

  test('does not come for work that is done by then, and half a second is that of all experiments together', async () => {
    terminal(true);
    const line = await createProgress(true);
    line.update({ what: 'a', done: 0, of: 1 });
    vi.advanceTimersByTime(400);
    line.stop();
    vi.advanceTimersByTime(5000);
    expect(process.stderr.write).not.toHaveBeenCalled();
    line.update({ what: 'b', done: 1, of: 2 });
    vi.advanceTimersByTime(1);
    expect(process.stderr.write).toHaveBeenCalled();
    line.stop();
  });

  test.each([
    ['is no terminal', true, false, 'xterm'],
    ['is a dumb terminal', true, true, 'dumb'],
    ['is a terminal, under --quiet,', false, true, 'xterm'],
    ['is no terminal, under --quiet,', false, false, 'xterm'],
  ])('does not come where stderr %s', async (_, enabled, is, term) => {
    terminal(is);
    vi.stubEnv('TERM', term);
    const line = await createProgress(enabled);
    line.update({ what: 'a', done: 0, of: 1 });
    vi.advanceTimersByTime(5000);
    line.stop();
    expect(process.stderr.write).not.toHaveBeenCalled();
  });
});

describe('where stderr is no terminal', () => {
  let said: string[];
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    said = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
    const { isTTY } = process.stderr;
    process.stderr.isTTY = false;
    onTestFinished(() => {
      process.stderr.isTTY = isTTY;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('a line comes every 30 seconds: how far it is, in this experiment and in all, how fast, and how long still', async () => {
    const line = await createProgress(true);
    line.update({ what: 'b', done: 4.5, of: 6, before: 10.5, all: 60 });
    vi.advanceTimersByTime(29_999);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1);
    // 15 variants in 30 s, 45 to come.
    expect(said).toEqual(['25 %, b 75 %, 0.5 variants/s, about 90 s left\n']);
    line.update({ what: 'b', done: 6, of: 6, before: 24, all: 60 });
    vi.advanceTimersByTime(30_000);
    expect(said.slice(1)).toEqual(['50 %, b 100 %, 0.5 variants/s, about 60 s left\n']);
    line.stop();
    vi.advanceTimersByTime(90_000);
    expect(said.length).toBe(2);
  });

  test('of a single experiment its share is said once; of a first step nothing more is known', async () => {
    const line = await createProgress(true);
    line.update({ what: 'b', done: 0, of: 2 });
    vi.advanceTimersByTime(30_000);
    line.update({ what: 'b', done: 0.01, of: 2 });
    vi.advanceTimersByTime(30_000);
    expect(said).toEqual(['0 %, b\n', '0 %, b, 0.00017 variants/s, about 3.3 h left\n']);
    line.stop();
  });
});

describe.runIf(works)(`on a terminal${works ? '' : ' (not tried: there is no script command)'}`, () => {
  test('a long run shows how far it is, and Ctrl-C takes the line away again', async () => {
    const cwd = folder({ 'b.yaml': long });
    const terminal = onTerminal(cwd, 'run b.yaml');
    await until(() => BAR.test(terminal.seen()));
    terminal.type('\u0003');
    expect(await terminal.ended).toBe(130);
    const seen = terminal.seen();
    expect(seen).toMatch(/interrupted; written: nothing; not written: b\.\r\n$/);
    expect(seen.slice(seen.lastIndexOf('%'))).toContain('␛[1G␛[2Kinterrupted');
    // The terminal was never set otherwise, so that nothing can be left so: no hidden cursor, no lines cut off.
    expect(seen).not.toMatch(/␛\[\?(25|7)[lh]/);
  });

  test('a sweep shows more and more of it, and nothing of the line in the end', async () => {
    const terminal = onTerminal(folder({ 'b.yaml': many }), 'run b.yaml --json > /dev/null');
    expect(await terminal.ended).toBe(0);
    const shares = [...terminal.seen().matchAll(/(\d+) % b/g)].map(([, share]) => Number(share));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(terminal.seen()).toMatch(/ % b, [\d.]+ variants\/s, about \d+ s left/);
    expect(terminal.seen()).toMatch(/␛\[2K1 experiment: .* wrote 2 files to results\/\r\n$/);
  });

  test.each(['--quiet', '-o - 2> /dev/null'])('a long run shows nothing with %s', async (args) => {
    const cwd = folder({ 'b.yaml': many });
    const terminal = onTerminal(cwd, `run b.yaml ${args}`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.seen()).not.toMatch(/ %|░/);
  });

  test('what holds is green, what does not is red; NO_COLOR and dumb terminals are honoured', async () => {
    const cwd = folder({ 'b.yaml': `${broken}  - { metric: classes, max: 99 }\n` });
    const coloured = onTerminal(cwd, 'run b.yaml 2> /dev/null');
    expect(await coloured.ended).toBe(1);
    expect(coloured.seen()).toContain('␛[31m✗␛[39m classes at depth 4: at least 2');
    expect(coloured.seen()).toContain('␛[32m✓␛[39m classes: at most 99');
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      const plain = onTerminal(cwd, 'run b.yaml 2> /dev/null', env as unknown as Record<string, string>);
      expect(await plain.ended).toBe(1);
      expect(plain.seen()).toContain('  ✗ classes at depth 4: at least 2');
      expect(plain.seen()).not.toContain(SHOWN);
    }
  });
});
