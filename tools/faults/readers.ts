import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Asked, HUNG, QUICKLY, startAsked } from '../processes/asked.ts';
import type { Suite } from './family.ts';
import { firstLines, type Harms } from './judge.ts';
import { traceIn } from './processes.ts';
import { type FilesOf, writeFiles } from './projects.ts';
import type { Answer, Job } from './reader.ts';
import { countTry, type Tally } from './tally.ts';

/** Files that a reader is given, and what it does with them. */
export interface Reading {
  label: string;
  files: FilesOf;
  lines: readonly (readonly string[])[];
  cheap?: string;
  /** What is wrong with an answer beside what is wrong with any. */
  judge?(answer: Answer): Harms;
}

const READER = new URL('reader.ts', import.meta.url);
/** Seconds that one reading may take on a quiet machine. */
const LONGEST = 20;
/** A process is replaced after so many readings, so that its memory says something about each. */
const MOST_READINGS = 400;

/** What readings took together. */
export interface Summary {
  readings: number;
  /** How many ended with 0 after their first line. */
  accepted: number;
  slowest: { label: string; seconds: number };
  largest: { label: string; megabytes: number };
}

/**
 * Gives readings to processes that run command lines, and counts what goes wrong: a stack, a word of JavaScript in place
 * of a message, a failure without a word, an exit code that there is not, a process that ends or does not answer.
 */
export async function readEach(
  count: number,
  make: (at: number) => Reading,
  tally: Tally,
  suite: Suite,
): Promise<Summary> {
  const none = { label: 'none', seconds: 0 };
  const summary: Summary = {
    readings: 0,
    accepted: 0,
    slowest: none,
    largest: { label: 'none', megabytes: 0 },
  };
  let next = 0;
  const slots = Array.from({ length: SLOTS });
  await suite.each(slots, async () => {
    const own = mkdtempSync(join(suite.work, 'reader-'));
    const folder = join(own, 'project');
    let reader: Asked<Job, Answer> | undefined;
    let used = 0;
    while (next < count) {
      if (used++ % MOST_READINGS === 0) {
        reader?.end();
        reader = await startAsked(READER, own, { flags: QUICKLY });
      }
      const reading = make(next++);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      writeFiles(folder, reading.files);
      const { lines, cheap } = reading;
      const answer = await reader!.ask({ folder, lines, cheap }, LONGEST);
      countTry(tally, reading.label, harmsIn(reading, answer));
      if (typeof answer === 'string') {
        reader!.end();
        reader = await startAsked(READER, own, { flags: QUICKLY });
        used = 1;
      } else note(summary, reading, answer);
      summary.readings++;
    }
    reader?.end();
  });
  return summary;
}

/** As many processes as the suite does things at a time. */
const SLOTS = 2;

function note(summary: Summary, { label }: Reading, { code, lines, seconds, grown }: Answer): void {
  if (code === 0 || lines > 1) summary.accepted++;
  if (seconds > summary.slowest.seconds) summary.slowest = { label, seconds };
  if (grown > summary.largest.megabytes) summary.largest = { label, megabytes: grown };
}

/** Time and memory of the worst, for people. */
export function formatSummary({ readings, accepted, slowest, largest }: Summary): string {
  const share = Math.round((100 * accepted) / Math.max(1, readings));
  return `${readings} readings, ${accepted} (${share} %) accepted; slowest ${slowest.seconds.toFixed(2)} s (${slowest.label}); most memory +${Math.round(largest.megabytes)} MB (${largest.label})`;
}

/** Words of JavaScript that a message for people has not. */
const INTERNAL =
  /\bundefined\b|\[object |Cannot (?:read|convert|set|destructure)|is not (?:a function|iterable|a constructor)|Maximum call stack|Invalid (?:array|typed array) length/;

function harmsIn({ judge }: Reading, answer: Answer | string): Harms {
  if (typeof answer === 'string') return answer === HUNG ? { hangs: HUNG } : { traces: answer };
  const { code, stdout, stderr } = answer;
  const harms: Harms = judge?.(answer) ?? {};
  const trace = traceIn(answer);
  if (trace !== undefined) harms.traces = `${trace}: ${firstLines(stderr)}`;
  const internal = INTERNAL.exec(stderr);
  if (internal) harms.wrong ??= `it says ${internal[0]}: ${firstLines(stderr)}`;
  if (![0, 1, 2, 3, 4].includes(code)) harms.wrong ??= `it ends with ${code}`;
  if (code !== 0 && stdout.trim() + stderr.trim() === '')
    harms.wrong ??= `it ends with ${code}, without a word`;
  return harms;
}
