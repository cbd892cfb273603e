import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { coincide, type Started, start } from '../../support/cli/coincide.ts';
import { broken, circle } from '../../support/experiment/circle.ts';
import { filesBelow, folder } from '../../support/files.ts';
import { scaled } from '../../support/time.ts';

/** The address that a server says on stderr. */
async function addressOf({ child }: Started): Promise<string> {
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (;;) {
    const [chunk] = await once(child.stderr!, 'data');
    text += chunk;
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(text) ?? [];
    if (url) return url;
  }
}

/** The page once it holds a text. */
async function pageWith(url: string, text: string): Promise<string> {
  return expect
    .poll(async () => (await fetch(url)).text(), { timeout: scaled(60), interval: 200 })
    .toContain(text)
    .then(async () => (await fetch(url)).text());
}

/** The names of the experiments on a page. */
function articlesOf(page: string): string[] {
  return [...page.matchAll(/<article id="(\w+)"/g)].map(([, name]) => name!);
}

test.each([
  ['serve', []],
  ['report', ['--serve']],
] as const)(
  'coincide %s … shows the report, loads it again as a file changes, and ends with Ctrl-C',
  async (command, more) => {
    const cwd = folder({ 'experiments/a.yaml': circle });
    const started = start(cwd, [command, ...more, '-q']);
    const url = await addressOf(started);
    const page = await pageWith(url, '<article id="a"');
    expect(page).toContain('data-verdict="open"');
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none';[^"]*connect-src 'self'"/);
    const events = request(`${url}events`);
    events.on('error', () => undefined).end();
    const [answer] = await once(events, 'response');
    let said = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    answer.on('error', () => undefined);
    writeFileSync(join(cwd, 'experiments/a.yaml'), broken);
    await pageWith(url, 'data-verdict="fails"');
    await expect.poll(() => said, { timeout: scaled(20) }).toContain('data: reload');
    writeFileSync(join(cwd, 'experiments/a.yaml'), broken.replace('circle', 'circel'));
    const outdated = 'experiments/a.yaml:1:8: image: unknown image &quot;circel&quot;; did you mean';
    expect(await pageWith(url, outdated)).toContain('data-verdict="fails"');
    writeFileSync(join(cwd, 'experiments/a.yaml'), circle);
    expect(await pageWith(url, 'data-verdict="open"')).not.toContain('circel');
    expect((await fetch(`${url}experiments/a.yaml`)).status).toBe(404);
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
    // Nothing is written.
    expect(filesBelow(cwd)).toEqual(['experiments/a.yaml']);
    await expect(fetch(url)).rejects.toThrow();
  },
  scaled(120),
);

test(
  'an experiment whose file is removed is no longer shown',
  async () => {
    const cwd = folder({ 'experiments/a.yaml': circle, 'experiments/b.yaml': circle });
    const started = start(cwd, ['serve', '-q']);
    const url = await addressOf(started);
    await pageWith(url, '<article id="b"');
    rmSync(join(cwd, 'experiments/b.yaml'));
    await expect
      .poll(async () => articlesOf(await (await fetch(url)).text()), { timeout: scaled(10), interval: 200 })
      .toEqual(['a']);
    rmSync(join(cwd, 'experiments/a.yaml'));
    expect(articlesOf(await pageWith(url, 'there is no experiment in this folder'))).toEqual(['a']);
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
  },
  scaled(120),
);

test.each([
  [['serve', '-'], 'expected files; standard input (-) cannot be read again when it changes.'],
  [['serve', '--port', '99999'], '--port: expected a whole number from 1 to 65535, not "99999".'],
  [['report', '--port', '80'], '--port: expected with --serve only.'],
  [
    ['report', '--serve', '-o', 'a.html'],
    '--out: with --serve nothing is written; leave one of the two out.',
  ],
])('%j is a mistake', async (args, message) => {
  const ended = await coincide(folder({ 'experiments/a.yaml': circle }), ...args);
  expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr: `${message}\n` });
});
