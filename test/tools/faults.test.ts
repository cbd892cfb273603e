import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  askingPath,
  callsIn,
  countStruck,
  type Fault,
  faults,
  injected,
  injectorIn,
  unableToInject,
} from '../../tools/faults/injector.ts';
import { harmsAgain, harmsOf, type Undisturbed } from '../../tools/faults/judge.ts';
import { families } from '../../tools/faults/list.ts';
import { type Ended, runProcess, traceIn } from '../../tools/faults/processes.ts';
import { countTry, formatTallies, isClean, tallyOf } from '../../tools/faults/tally.ts';
import { writers } from '../../tools/faults/writers.ts';
import { atInterrupt, endAll } from '../../tools/processes/interrupt.ts';
import { folder } from '../support/files.ts';

const ended = (change: Partial<Ended> = {}): Ended => ({
  code: 0,
  signal: null,
  stdout: 'done\n',
  stderr: '',
  hung: false,
  seconds: 1,
  ...change,
});
const whole: Undisturbed = {
  ended: ended(),
  before: new Map([
    ['a', 'old'],
    ['in', 'kept'],
  ]),
  after: new Map([
    ['a', 'new'],
    ['in', 'kept'],
    ['b', 'made'],
  ]),
};
const failed = ended({ code: 4, stdout: '', stderr: 'could not write a: the disk is full.\n' });
const files = (change: Record<string, string | undefined>) =>
  new Map(
    Object.entries({ a: 'old', in: 'kept', ...change }).filter(
      (one): one is [string, string] => one[1] !== undefined,
    ),
  );
const done = { a: 'new', b: 'made' };

describe('the judge of faults', () => {
  test.each([
    ['a failure that says so, with old files', failed, {}],
    ['one that was half done', failed, { a: 'new' }],
    ['a success', ended(), done],
    ['a kill', ended({ code: null, signal: 'SIGKILL', stdout: '' }), { '.coincide-x.part': 'hal' }],
  ])('finds no harm in %s', (_, how, found) => {
    expect(harmsOf(whole, how, files(found), { killed: 'SIGKILL' })).toEqual({});
  });

  test.each([
    ['lost', failed, { a: undefined }],
    ['lost', failed, { a: 'ol' }],
    ['lost', failed, { in: '' }],
    ['wrong', failed, { b: 'ma' }],
    ['wrong', ended(), { a: 'new' }],
    ['wrong', ended(), {}],
    ['wrong', ended({ stdout: 'something else' }), done],
    ['wrong', ended({ code: 1, stderr: 'x' }), {}],
    ['wrong', ended({ code: 4, stderr: '' }), {}],
    ['wrong', ended({ code: null, signal: 'SIGABRT', stderr: 'x' }), {}],
    ['hangs', ended({ hung: true }), {}],
    ['traces', { ...failed, stderr: 'Error: x\n    at f (file:///a.js:1:1)\n' }, {}],
    ['traces', { ...failed, stderr: 'This is a defect of coincide; --verbose shows where.\n' }, {}],
  ])('counts as %s: %j with %j', (harm, how, found) => {
    expect(Object.keys(harmsOf(whole, how, files(found)))).toEqual([harm]);
  });

  test('asks for the same bytes, and no leavings, after going on', () => {
    expect(harmsAgain(whole, ended(), files(done))).toEqual({});
    for (const [how, found] of [
      [failed, done],
      [ended(), { ...done, a: 'old' }],
      [ended(), { ...done, 'results/.coincide-x': 'left' }],
      [ended(), { ...done, more: '' }],
    ] as const)
      expect(Object.keys(harmsAgain(whole, how, files(found)))).toEqual(['wrong']);
  });

  test('takes another report of a failure that is whole, and none that is torn', () => {
    const reporting = { ...whole, after: new Map([...whole.after, ['a', '<all held>\n']]) };
    const judged = (text: string) =>
      harmsOf(reporting, failed, files({ a: text }), { reports: { a: /^<.*>\n$/s } });
    expect(judged('<one failed>\n')).toEqual({});
    expect(Object.keys(judged('<one fai'))).toEqual(['lost']);
    expect(Object.keys(judged(''))).toEqual(['lost']);
  });

  test('takes no word of a message for a stack', () => {
    const stderr = 'a.yaml:3:1: image.at: expected a list.\n  at depth 4: 0.5\nstopped at 12:30:45\n';
    expect(traceIn({ stdout: '', stderr })).toBeUndefined();
  });
});

test('the table has a row for each fault and their sum, and one harm or no try at all is not clean', () => {
  const [one, other] = [tallyOf('one'), tallyOf('other')];
  expect(isClean(one)).toBe(false);
  countTry(one, 'first', {});
  countTry(other, 'first', { lost: 'a is gone', hangs: 'no end' });
  expect([isClean(one), isClean(other)]).toEqual([true, false]);
  expect(other.examples).toEqual(['lost: first: a is gone', 'hangs: first: no end']);
  expect(formatTallies([one, other])).toBe(`| fault | tries | lost | wrong | stack traces | hangs |
| ----- | ----: | ---: | ----: | -----------: | ----: |
| one   |     1 |    0 |     0 |            0 |     0 |
| other |     1 |    1 |     0 |            0 |     1 |
| all   |     2 |    1 |     0 |            0 |     1 |`);
});

test('every command is known to write or not to, and every family has a name of its own', () => {
  const names = writers().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['run', 'merge', 'cache prune', 'init']));
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
});

const unable = unableToInject();

describe.skipIf(unable !== undefined)(`the injector${unable ? ` (not tried: ${unable})` : ''}`, () => {
  const script = `
const fs = require('node:fs');
fs.writeFileSync('new', 'x'.repeat(100));
fs.renameSync('new', 'named');
console.log(fs.readFileSync('named', 'utf8').length);
`;
  function tried(fault: Fault, nth: number) {
    const work = folder();
    const project = folder({ 'x.cjs': script });
    const log = join(work, 'log');
    const env = {
      ...process.env,
      ...injected({ library: injectorIn(work), folder: project, fault, nth, log }),
    };
    const run = spawnSync(process.execPath, [join(project, 'x.cjs')], {
      cwd: project,
      env,
      encoding: 'utf8',
    });
    return { ...run, project, calls: callsIn(log) };
  }

  test('counts the calls under a folder, each by its kind', () => {
    const { status, calls } = tried('EIO', 0);
    expect(status).toBe(0);
    const own = calls.map((call) => call.replace(/ .*\//, ' ')).filter((call) => !call.includes('x.cjs'));
    expect(own).toEqual(
      expect.arrayContaining(['create new', 'write new', 'close new', 'name named', 'read named']),
    );
    expect(countStruck('TORN', calls)).toBe(calls.filter((call) => call.startsWith('write ')).length);
  });

  test.each([
    ['ENOSPC', 'ENOSPC', 0],
    ['HALF', 'ENOSPC', 50],
    ['TORN', '', 50],
    ['EDQUOT', '-122', 0],
  ] as const)('%s at the call that writes', (fault, code, bytes) => {
    const { calls } = tried(fault, 0);
    const nth = calls.findIndex((call) => call.startsWith('write ')) + 1;
    const { stderr, signal, project } = tried(fault, nth);
    if (fault === 'TORN') expect(signal).toBe('SIGKILL');
    else expect(stderr).toMatch(new RegExp(`${code}`));
    expect(readFileSync(join(project, 'new')).length).toBe(bytes);
  });

  test('lets a part of the bytes through where calls are short, and kills', () => {
    const { calls } = tried('SHORT', 0);
    const nth = calls.findIndex((call) => call.startsWith('write ')) + 1;
    expect(tried('SHORT', nth).stdout).toBe('100\n');
    expect(tried('KILL', 1).signal).toBe('SIGKILL');
    expect(Object.keys(faults)).toContain('KILL');
  });

  test('asked anew, a process that goes on counts from 1 on, under another folder', () => {
    const work = folder();
    const project = folder({ a: 'a', b: 'b' });
    const at = (name: string) => JSON.stringify(join(project, name));
    const ask = (fault: Fault, nth: number, log: string) =>
      JSON.stringify(askingPath({ library: '', folder: project, fault, nth, log: join(work, log) }));
    const path = join(work, 'x.cjs');
    writeFileSync(
      path,
      `const fs = require('node:fs');
const tried = (use) => { try { use(); return 'done'; } catch (error) { return error.code; } };
const read = () => [${at('a')}, ${at('b')}].map((path) => tried(() => fs.openSync(path)));
const said = [read()];
fs.accessSync(${ask('EIO', 2, 'one')});
said.push(read());
fs.accessSync(${ask('EACCES', 1, 'other')});
said.push(read());
fs.accessSync('inject:');
said.push(read());
console.log(JSON.stringify(said));`,
    );
    const env = { ...process.env, LD_PRELOAD: injectorIn(work) };
    const { stdout } = spawnSync(process.execPath, [path], { env, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([
      ['done', 'done'],
      ['done', 'EIO'],
      ['EACCES', 'done'],
      ['done', 'done'],
    ]);
    for (const log of ['one', 'other'])
      expect(callsIn(join(work, log))).toEqual([`open ${join(project, 'a')}`, `open ${join(project, 'b')}`]);
  });

  test('makes the clock wrong', () => {
    const work = folder();
    const path = join(work, 'x.cjs');
    writeFileSync(path, 'console.log(new Date().getUTCFullYear())');
    const env = { ...process.env, LD_PRELOAD: injectorIn(work), INJECT_CLOCK: String(-20_000 * 86_400) };
    const { stdout } = spawnSync(process.execPath, [path], { env, encoding: 'utf8' });
    expect(Number(stdout)).toBeLessThan(new Date().getUTCFullYear() - 50);
  });
});

test('where the suite is interrupted, the processes that it has started end with all that they started', async () => {
  const cwd = folder();
  let pid = 0;
  const ended = runProcess({
    cwd,
    args: [],
    command: ['sh', '-c', 'sleep 600 & echo $!; wait'],
    started: (_, own) => {
      pid = own;
    },
  });
  const forgotten: string[] = [];
  atInterrupt(() => forgotten.push('one'))();
  atInterrupt(() => forgotten.push('other'));
  // The child of the process is there once the shell waits for it.
  while (spawnSync('pgrep', ['-g', `${pid}`, 'sleep']).status !== 0)
    await new Promise((next) => setTimeout(next, 20));
  endAll();
  expect(await ended).toMatchObject({ signal: 'SIGKILL', hung: false });
  expect(forgotten).toEqual(['other']);
  while (spawnSync('pgrep', ['-g', `${pid}`, 'sleep']).status === 0)
    await new Promise((next) => setTimeout(next, 20));
});
