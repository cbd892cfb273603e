import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openUnitFiles } from '../../../src/units/unit_files.ts';
import { unitLines } from '../../../src/units/unit_lines.ts';
import type { RedisServer } from '../../../tools/redis_server.ts';
import { coincide, dist, type Ended, start } from '../../support/cli/coincide.ts';
import { filesBelow, folder, project } from '../../support/files.ts';
import { bytesOf, known } from '../../support/image/pictures.ts';
import { startRedis, whyNoRedis } from '../../support/redis.ts';
import { scaled } from '../../support/time.ts';

vi.setConfig({ testTimeout: scaled(90) });

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i).join(', ');

/** An experiment of so many units of a few milliseconds. */
/** @param size of a picture: a unit of 128 pixels takes long enough for a run to be met in its middle */
const many = (units: number, size = 16) =>
  `image: { type: noise, size: ${size} }\nshift: { max: 4 }\ntrials: all\npool: { type: max_pool, depth: 2 }\nsweep: { seed: [${numbers(units)}] }\n`;

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    filesBelow(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** A folder of experiments, and the bytes of their tables by a single process. */
async function reference(
  files: Record<string, string>,
): Promise<{ cwd: string; expected: Record<string, string> }> {
  const named = Object.entries(files).map(([name, text]) => [`experiments/${name}`, text]);
  const cwd = folder(Object.fromEntries(named));
  expect(await coincide(cwd, 'run', '-q', '--fresh', '--out', 'single', '--workers', '1')).toMatchObject({
    code: 0,
  });
  rmSync(join(cwd, '.coincide'), { recursive: true, force: true });
  return { cwd, expected: contents(join(cwd, 'single')) };
}

/** A worker that ends with the test. */
function startWorker(
  cwd: string,
  { url }: { url: string },
  args: readonly string[] = ['--store', 'store'],
  command?: readonly string[],
) {
  const worker = start(
    cwd,
    ['worker', '--queue', url, '--threads', '1', ...args],
    command ? { command } : {},
  );
  let said = '';
  worker.child.stderr!.on('data', (text) => {
    said += text;
  });
  onTestFinished(async () => {
    worker.child.kill('SIGKILL');
    await worker.ended;
  });
  return {
    ...worker,
    async says(text: string) {
      while (!said.includes(text)) await sleep(20);
    },
  };
}

async function stop({ child, ended }: ReturnType<typeof startWorker>): Promise<Ended> {
  child.kill('SIGTERM');
  return ended;
}

const runArgs = ({ url }: RedisServer, ...more: string[]) => [
  'run',
  '-q',
  '--queue',
  url,
  '--store',
  'store',
  ...more,
];

/** The ids in all files of a store: one for each time that a unit was written. */
function written(store: string): string[] {
  if (!existsSync(store)) return [];
  return filesBelow(store)
    .filter((name) => name.endsWith('.units'))
    .flatMap((name) => unitLines(readFileSync(join(store, name)))!.map(({ id }) => id));
}

describe.skipIf(whyNoRedis !== undefined)(`a queue${whyNoRedis ? ` (skipped: ${whyNoRedis})` : ''}`, () => {
  test('gives the bytes of a single process: with a store, from the store alone, and without one', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(30), 'deep/b.yaml': many(3) });
    const worker = startWorker(cwd, redis);
    expect(await start(cwd, runArgs(redis, '--out', 'q')).ended).toMatchObject({ code: 0, stderr: '' });
    expect(contents(join(cwd, 'q'))).toEqual(expected);
    expect(written(join(cwd, 'store'))).toHaveLength(33);

    const direct = await coincide(cwd, 'run', '-q', '--queue', redis.url, '--out', 'direct');
    expect(direct).toMatchObject({
      code: 0,
      stderr: 'without --store, results wait in Redis: what is lost with it is computed again.\n',
    });
    expect(contents(join(cwd, 'direct'))).toEqual(expected);

    const { code, signal, stderr } = await stop(worker);
    expect({ code, signal }).toEqual({ code: 143, signal: null });
    expect(stderr).toContain('a: computed 30 units.\n');
    await redis.kill();
    expect(await start(cwd, runArgs(redis, '--out', 'again')).ended).toMatchObject({ code: 0 });
    expect(contents(join(cwd, 'again'))).toEqual(expected);
  });

  test('standard input, overrides, and the file as the run read it: a worker need not have it', async () => {
    const redis = await startRedis();
    const cwd = folder({ 'x.yaml': many(4) });
    const elsewhere = folder();
    const text = readFileSync(join(cwd, 'x.yaml'), 'utf8');
    const options = ['--set', 'shift.max=2', '--variant', 'seed=1', '--out', '-'];
    const single = await start(cwd, ['run', '-q', 'x.yaml', ...options]).ended;
    startWorker(elsewhere, redis, ['--store', join(cwd, 'store')]);
    expect(
      await start(cwd, ['run', '-q', 'x.yaml', ...options, '--queue', redis.url, '--store', 'store']).ended,
    ).toMatchObject({
      code: 0,
      stdout: single.stdout,
    });
    const piped = start(cwd, ['run', '-q', '-', '--name', 'x', ...options, '--queue', redis.url]);
    piped.child.stdin!.end(text);
    expect(await piped.ended).toMatchObject({ code: 0, stdout: single.stdout });
  });

  test('of 500 units none is lost and none twice in the tables, while workers are killed at random', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(500) });
    const workers = Array.from({ length: 4 }, () => startWorker(cwd, redis));
    let over = false;
    const run = start(cwd, runArgs(redis, '--out', 'q')).ended.finally(() => {
      over = true;
    });
    let killed = 0;
    let random = 1;
    let before = 0;
    while (!over && killed < 8) {
      const count = written(join(cwd, 'store')).length;
      if (count < before + 30) {
        await sleep(10);
        continue;
      }
      before = count;
      random = Math.imul(random, 48271) & 0x7fffffff;
      await sleep(random % 50);
      workers[random % 4]!.child.kill('SIGKILL');
      killed++;
      workers[random % 4] = startWorker(cwd, redis);
    }
    expect(await run).toMatchObject({ code: 0 });
    expect(killed).toBeGreaterThan(2);
    expect(contents(join(cwd, 'q'))).toEqual(expected);
    expect(new Set(written(join(cwd, 'store'))).size).toBe(500);
  });

  test('Redis is killed with all that it holds, and started again', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(600, 128) });
    const worker = startWorker(cwd, redis);
    for (const [out, args] of [
      ['q', ['--store', 'store']],
      ['direct', []],
    ] as const) {
      const { ended } = start(cwd, ['run', '-q', '--queue', redis.url, ...args, '--out', out]);
      // In the middle of it: what a run has fetched without a store is in its own cache.
      const kept = join(cwd, out === 'q' ? 'store' : '.coincide/units');
      while (written(kept).length < 20) await sleep(10);
      expect(written(kept).length).toBeLessThan(600);
      await redis.kill();
      await sleep(300);
      await redis.start();
      const { code, stderr } = await ended;
      expect(code).toBe(0);
      if (out === 'q')
        expect(stderr).toContain(
          `lost the connection to ${redis.url}; trying again.\nconnected to ${redis.url} again.\n`,
        );
      expect(contents(join(cwd, out))).toEqual(expected);
    }
    expect(new Set(written(join(cwd, 'store'))).size).toBe(600);
    expect((await stop(worker)).stderr).toContain(`lost the connection to ${redis.url}; trying again.`);
  });

  test('two runs of one experiment at once share its units', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(200) });
    const runs = ['one', 'two'].map((out) => start(cwd, runArgs(redis, '--out', out)));
    startWorker(cwd, redis);
    startWorker(cwd, redis);
    for (const { ended } of runs) expect(await ended).toMatchObject({ code: 0 });
    for (const out of ['one', 'two']) expect(contents(join(cwd, out))).toEqual(expected);
    expect(written(join(cwd, 'store')).sort()).toEqual(
      [...openUnitFiles([join(cwd, 'store/a')]).ids()].sort(),
    );

    const direct = ['three', 'four'].map((out) =>
      start(cwd, ['run', '-q', '--queue', redis.url, '--out', out]),
    );
    for (const { ended } of direct) expect(await ended).toMatchObject({ code: 0 });
    for (const out of ['three', 'four']) expect(contents(join(cwd, out))).toEqual(expected);
  });

  test('a worker of another version leaves the units to others, and says so once', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(20) });
    const other = otherVersion();
    const stranger = startWorker(cwd, redis, ['--store', 'store'], [process.execPath, other]);
    const { ended } = start(cwd, runArgs(redis, '--out', 'q'));
    await stranger.says('left to other workers');
    expect(written(join(cwd, 'store'))).toEqual([]);
    startWorker(cwd, redis);
    expect(await ended).toMatchObject({ code: 0 });
    expect(contents(join(cwd, 'q'))).toEqual(expected);
    const { stderr } = await stop(stranger);
    expect(
      stderr.match(
        /a: its units are left to other workers: they are for coincide \S+ \w{16}, and this is \S+ another0.\n/g,
      ),
    ).toHaveLength(1);
  });

  test('a worker that lacks a file, reads another, or has another store leaves the units to others', async () => {
    const redis = await startRedis();
    const picture = Buffer.from(bytesOf(known.pngs[0]!.file));
    const files = {
      'x.yaml':
        'image: { type: file, path: picture.png }\nshift: { max: 2 }\npool: { type: max_pool, depth: 1 }\n',
    };
    const cwd = folder({ ...files, 'picture.png': picture });
    const store = ['--store', join(cwd, 'store')];
    const without = startWorker(folder(), redis, store);
    const damaged = Buffer.concat([picture, Buffer.from([0])]);
    const another = startWorker(folder({ 'picture.png': damaged }), redis, store);
    const strange = startWorker(cwd, redis, ['--store', join(folder(), 'strange')]);
    const direct = startWorker(cwd, redis, []);
    const single = await coincide(cwd, 'run', '-q', 'x.yaml', '--fresh', '--out', '-');
    const run = start(cwd, ['run', '-q', 'x.yaml', '--queue', redis.url, '--store', 'store', '--out', '-']);
    for (const one of [without, another, strange, direct]) await one.says('left to other workers');
    startWorker(cwd, redis);
    expect(await run.ended).toMatchObject({ code: 0, stdout: single.stdout });
    const left = 'x: its units are left to other workers: ';
    expect((await stop(without)).stderr).toMatch(
      new RegExp(`${left}this worker cannot read it:\n.*picture.png`),
    );
    expect((await stop(another)).stderr).toMatch(
      new RegExp(`${left}picture.png is another file here \\(sha256 \\w{8}…; the run has \\w{8}…\\)`),
    );
    expect((await stop(strange)).stderr).toContain(`${left}their results go to another --store than`);
    expect((await stop(direct)).stderr).toContain(
      `${left}their results go to a --store; start the worker with`,
    );
  });

  test('a unit that fails always is told once, the others are kept, and a second run tries it again', async () => {
    const redis = await startRedis();
    const cwd = folder({
      'experiments/f.yaml':
        'image: { type: pixels, rows: [[1e20, 1], [0, 1]] }\nshift: { max: 1 }\nsweep: { layers: { fine: [relu, max_pool], huge: [square], other: [avg_pool] }, seed: [1, 2, 3] }\n',
      'experiments/g.yaml': 'image: circle\nshift: { max: 2 }\npool: max_pool\n',
    });
    const worker = startWorker(cwd, redis);
    for (let i = 0; i < 2; i++) {
      const { code, stderr } = await start(cwd, runArgs(redis)).ended;
      expect(code).toBe(3);
      expect(stderr.match(/f\.yaml: step 1 \(square\) gives Infinity/g)).toHaveLength(1);
      expect(readdirSync(join(cwd, 'results'))).toEqual(['g.csv', 'g.datapackage.json']);
      expect(new Set(written(join(cwd, 'store'))).size).toBe(7);
    }
    expect((await stop(worker)).stderr.match(/a unit failed/g)).toHaveLength(1);
  });

  test('Ctrl-C of the run leaves nothing for workers to do, and the same command goes on', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(400, 128) });
    const worker = startWorker(cwd, redis);
    const run = start(cwd, runArgs(redis, '--out', 'q'));
    while (written(join(cwd, 'store')).length < 20) await sleep(10);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/\d+ of 400 units are kept, and the same command goes on from there\./);
    await stop(worker);
    const kept = written(join(cwd, 'store')).length;
    expect(kept).toBeLessThan(400);
    startWorker(cwd, redis);
    expect(await start(cwd, runArgs(redis, '--out', 'q')).ended).toMatchObject({ code: 0 });
    expect(contents(join(cwd, 'q'))).toEqual(expected);
    expect(written(join(cwd, 'store'))).toHaveLength(400);
  });

  test('without Redis a signal still ends run and worker, and the worker has written what it has', async () => {
    const redis = await startRedis();
    const cwd = folder({ 'experiments/a.yaml': many(600) });
    const worker = startWorker(cwd, redis);
    const run = start(cwd, runArgs(redis));
    while (written(join(cwd, 'store')).length < 20) await sleep(10);
    await redis.kill();
    await worker.says('lost the connection');
    run.child.kill('SIGHUP');
    expect((await run.ended).code).toBe(129);
    expect((await stop(worker)).code).toBe(143);
    expect(readdirSync(join(cwd, 'store/a')).filter((name) => !name.endsWith('.units'))).toEqual([]);
  });

  test('a worker whose Redis is killed, or does not answer, some milliseconds after it was told to end, ends', async () => {
    const cases = [
      ['SIGKILL', 0],
      ['SIGKILL', 30],
      ['SIGKILL', 150],
      ['SIGSTOP', 0],
      ['SIGSTOP', 60],
    ] as const;
    const endedOn = async ([name, wait]: (typeof cases)[number]) => {
      const redis = await startRedis();
      const cwd = folder({ 'experiments/a.yaml': many(600) });
      const worker = startWorker(cwd, redis);
      const run = start(cwd, runArgs(redis));
      while (written(join(cwd, 'store')).length < 20) await sleep(10);
      worker.child.kill('SIGTERM');
      await sleep(wait);
      redis.signal(name);
      const ended = await Promise.race([worker.ended, sleep(scaled(25)).then(() => undefined)]);
      run.child.kill('SIGKILL');
      await run.ended;
      return { name, wait, code: ended?.code, signal: ended?.signal };
    };
    // Side by side, since most of it is waiting.
    expect(await Promise.all(cases.map(endedOn))).toEqual(
      cases.map(([name, wait]) => ({ name, wait, code: 143, signal: null })),
    );
  });

  test('a store that cannot be written: the worker says why and gives its units back', async () => {
    const redis = await startRedis();
    const { cwd, expected } = await reference({ 'a.yaml': many(10) });
    mkdirSync(join(cwd, 'store'));
    writeFileSync(join(cwd, 'store/a'), 'a file in place of the folder');
    const worker = startWorker(cwd, redis);
    const run = start(cwd, runArgs(redis, '--out', 'q'));
    await worker.says(
      'a: its units are left to other workers: the store cannot be used (there is a file where a folder is needed).',
    );
    rmSync(join(cwd, 'store/a'));
    startWorker(cwd, redis);
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(contents(join(cwd, 'q'))).toEqual(expected);
  });

  test('by TLS, with a certificate authority of ones own', async ({ skip }) => {
    const keys = folder();
    const args = '-x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost';
    const made = spawnSync('openssl', ['req', ...args.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1'], {
      cwd: keys,
    });
    if (made.status !== 0) skip('openssl is not installed');
    const tls = ['--tls-cert-file', join(keys, 'cert.pem'), '--tls-key-file', join(keys, 'key.pem')];
    const redis = await startRedis(...tls, '--tls-auth-clients', 'no', '--tls-port', 'PORT', '--port', '0');
    const { cwd, expected } = await reference({ 'a.yaml': many(3) });
    const url = redis.url.replace('redis:', 'rediss:');
    const env = { NODE_EXTRA_CA_CERTS: join(keys, 'cert.pem') };
    const workerArgs = ['worker', '--queue', url, '--store', 'store', '--threads', '1'];
    const worker = start(cwd, workerArgs, { env });
    onTestFinished(() => void worker.child.kill('SIGKILL'));
    const run = start(cwd, ['run', '-q', '--queue', url, '--store', 'store', '--out', 'q'], { env });
    expect(await run.ended).toMatchObject({ code: 0, stderr: '' });
    expect(contents(join(cwd, 'q'))).toEqual(expected);
    const unknown = await coincide(cwd, 'run', '-q', '--fresh', '--queue', url);
    expect(unknown).toMatchObject({
      code: 4,
      stderr: `cannot use the queue at ${url}: self-signed certificate.\n`,
    });
  });

  test('a password is in no message, right or wrong, and comes from the address or the environment', async () => {
    const secret = 'open-sesame';
    const redis = await startRedis('--requirepass', secret);
    const { cwd, expected } = await reference({ 'a.yaml': many(3) });
    const url = `redis://:${secret}@127.0.0.1:${redis.port}`;
    const worker = startWorker(cwd, { url });
    const env = { COINCIDE_QUEUE: redis.url, COINCIDE_QUEUE_PASSWORD: secret };
    const right = start(
      cwd,
      ['run', '-q', '--verbose', '--queue', 'auto', '--store', 'store', '--out', 'q'],
      { env },
    );
    expect(await right.ended).toMatchObject({ code: 0 });
    expect(contents(join(cwd, 'q'))).toEqual(expected);
    const wrong = `redis://:not-${secret}@127.0.0.1:${redis.port}`;
    const said = await coincide(cwd, 'run', '--verbose', '--fresh', '--queue', wrong);
    const none = await coincide(cwd, 'worker', '--queue', redis.url);
    expect([said.code, none.code]).toEqual([4, 4]);
    expect(said.stderr).toContain(`cannot use the queue at ${redis.url}: WRONGPASS`);
    expect(none.stderr).toContain(`cannot use the queue at ${redis.url}: NOAUTH`);
    const all = [await right.ended, said, none, await stop(worker)];
    expect(all.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('')).not.toContain(secret);
  });

  test('a queue that is not there is an error that says so', async () => {
    const redis = await startRedis();
    await redis.kill();
    const cwd = folder({ 'x.yaml': many(2) });
    const { code, stderr } = await coincide(cwd, 'run', '-q', 'x.yaml', '--queue', redis.url);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: `cannot use the queue at ${redis.url}: connect ECONNREFUSED 127.0.0.1:${redis.port}.\n`,
    });
  });
});

/** The command line of a build that is another. */
function otherVersion(): string {
  const at = folder({ 'package.json': '{ "type": "module" }' });
  cpSync(dist, join(at, 'dist'), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(at, 'node_modules'));
  let changed = 0;
  for (const name of readdirSync(join(at, 'dist'))) {
    if (!name.endsWith('.js')) continue;
    const path = join(at, 'dist', name);
    const text = readFileSync(path, 'utf8');
    const other = text.replace(/(buildVersion = \S+ )[0-9a-f]{16}/, '$1another0');
    if (other === text) continue;
    writeFileSync(path, other);
    changed++;
  }
  expect(changed).toBeGreaterThan(0);
  return join(at, 'dist/cli.js');
}
