import { type Ended, traceIn, withoutProgress } from './processes.ts';
import { isScratch, keepsUnits, type Snapshot } from './projects.ts';
import type { Harm } from './tally.ts';

/** What a command does where nothing disturbs it. */
export interface Undisturbed {
  ended: Ended;
  before: Snapshot;
  after: Snapshot;
}

export type Harms = Partial<Record<Harm, string>>;

/** Exit codes that say: it did not work. */
const FAILURES = [2, 3, 4, 129, 130, 143];

/** Files that say what a command found, and what each looks like where it is whole. */
export type Reports = Readonly<Record<string, RegExp>>;

/** How a try is looked at. */
export interface Judging {
  /** The signal that may end the process without a word. */
  killed?: NodeJS.Signals | undefined;
  /** Whether what is printed goes nowhere. */
  unseen?: boolean;
  /** Files that say what the command found: where it fails, they are other ones, but whole. */
  reports?: Reports | undefined;
}

/**
 * What a fault did to a command: files that stood before are old or new, all others new or absent; a success has all
 * that the undisturbed one has; a failure says so in words and by its code.
 */
export function harmsOf(
  undisturbed: Undisturbed,
  ended: Ended,
  after: Snapshot,
  { killed, unseen = false, reports = {} }: Judging = {},
): Harms {
  const harms: Harms = { ...signsOf(ended) };
  if (harms.hangs !== undefined) return harms;
  const success = ended.code === undisturbed.ended.code;
  Object.assign(
    harms,
    harmedFiles(undisturbed, success ? after : withoutReports(undisturbed, after, reports)),
  );
  if (success) {
    const missing = differing(undisturbed, after);
    if (missing !== undefined) harms.wrong ??= `it says that it worked, but ${missing}`;
    if (withoutProgress(ended.stdout) !== withoutProgress(undisturbed.ended.stdout))
      harms.wrong ??= `it says that it worked, and prints something else: ${firstLines(ended.stdout)}`;
  } else if (killed === undefined || ended.signal !== killed) {
    if (!FAILURES.includes(ended.code ?? -1))
      harms.wrong ??= `it ends with ${ended.code ?? ended.signal}: ${firstLines(ended.stderr)}`;
    // A check says on stdout what it found, failures among it.
    const said = Object.keys(reports).length > 0 ? ended.stderr + ended.stdout : ended.stderr;
    if (said.trim() === '' && !unseen) harms.wrong ??= `it ends with ${ended.code} and says nothing`;
  }
  return harms;
}

/** What is wrong after the same command has been run again without a fault. */
export function harmsAgain(undisturbed: Undisturbed, ended: Ended, after: Snapshot): Harms {
  const harms: Harms = { ...signsOf(ended) };
  if (ended.code !== undisturbed.ended.code)
    harms.wrong = `going on ends with ${ended.code ?? ended.signal}: ${firstLines(ended.stderr || ended.stdout)}`;
  const other = differing(undisturbed, after);
  if (other !== undefined) harms.wrong ??= `after going on ${other}`;
  const left = [...after.keys()].find((path) => isScratch(path) && !undisturbed.before.has(path));
  if (left !== undefined) harms.wrong ??= `after going on ${left} is left`;
  return harms;
}

/** Stack traces and hangs. */
export function signsOf(ended: Ended): Harms {
  const trace = traceIn(ended);
  return {
    ...(trace !== undefined && { traces: trace }),
    ...(ended.hung && { hangs: `not ended after ${Math.round(ended.seconds)} s` }),
  };
}

/** Files that a fault left in a state that is neither the old nor the new one. */
function harmedFiles({ before, after: whole }: Undisturbed, after: Snapshot): Harms {
  for (const [path, content] of before) {
    const now = after.get(path);
    if (isScratch(path) || now === content || (now === undefined && !whole.has(path))) continue;
    if (now === undefined) return { lost: `${path} is gone` };
    if (now !== whole.get(path))
      return { lost: `${path} has ${now.length} bytes, neither the old nor the new ones` };
  }
  for (const [path, content] of after) {
    if (before.has(path) || isScratch(path) || keepsUnits(path)) continue;
    if (content !== whole.get(path)) return { wrong: `${path} is not whole` };
  }
  return {};
}

/** Files with the undisturbed reports in place of others that are whole. */
function withoutReports({ after: whole }: Undisturbed, after: Snapshot, reports: Reports): Snapshot {
  return new Map(
    [...after].map(([path, text]) => [path, reports[path]?.test(text) ? (whole.get(path) ?? text) : text]),
  );
}

/** How files differ from those that there should be; undefined where they do not. */
function differing({ before, after: expected }: Undisturbed, found: Snapshot): string | undefined {
  // What the unit cache gets depends on how long things took.
  const isIgnored = (path: string) => isScratch(path) || (keepsUnits(path) && !before.has(path));
  for (const [path, content] of expected) {
    if (isIgnored(path)) continue;
    const now = found.get(path);
    if (now !== content) return `${path} is ${now === undefined ? 'not there' : 'another'}`;
  }
  for (const path of found.keys()) if (!expected.has(path) && !isIgnored(path)) return `${path} is there`;
  return undefined;
}

export function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 3).join(' ⏎ ').slice(0, 300);
}
