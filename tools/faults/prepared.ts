import type { Suite } from './family.ts';
import { harmsAgain, harmsOf, type Undisturbed } from './judge.ts';
import { type Ended, runProcess, type Started } from './processes.ts';
import { copyOf, removeFolder, snapshotOf } from './projects.ts';
import { countTry } from './tally.ts';
import { projectOf, prove, type Writer, writers } from './writers.ts';

/** A command line that writes, its project, and what it does where nothing disturbs it. */
export interface Prepared {
  writer: Writer;
  project: string;
  whole: Undisturbed;
}

/** Every command line that writes. */
export async function prepareAll(suite: Suite): Promise<Prepared[]> {
  const found: Prepared[] = [];
  await suite.each(writers(), async (writer) => {
    found.push(await prepare(writer, suite));
  });
  return found.sort((a, b) => (a.writer.name < b.writer.name ? -1 : 1));
}

/** @throws Error where the command fails though nothing disturbs it */
export async function prepare(writer: Writer, suite: Suite): Promise<Prepared> {
  const project = await projectOf(writer, suite.work);
  const folder = copyOf(project, suite.work);
  const before = snapshotOf(folder);
  const ended = await runProcess({ cwd: folder, args: writer.args });
  if (ended.code !== 0)
    throw new Error(`${writer.name} fails where nothing disturbs it: ${ended.stderr}${ended.stdout}`);
  await prove(writer, folder);
  const after = snapshotOf(folder);
  removeFolder(folder);
  return { writer, project, whole: { ended, before, after } };
}

/** How a command is disturbed. */
export interface Disturbance extends Omit<Started, 'cwd' | 'args' | 'env'> {
  /** The row of the table. */
  fault: string;
  /** What is special about this try. */
  label: string;
  env?(folder: string): NodeJS.ProcessEnv;
  /** The signal that may end the process without a word. */
  killed?: NodeJS.Signals | undefined;
  /** Whether stdout is elsewhere, so that it is not compared. */
  unseen?: boolean;
  /** Asked after a try with its folder: what to add to the label. */
  detail?(folder: string): string;
  /** Where this holds, the try counts as one that was not made. */
  isOutside?(ended: Ended): boolean;
}

/** Runs a prepared command with a disturbance, then without, and counts what went wrong. */
export async function disturb(
  { writer, project, whole }: Prepared,
  { fault, label, env, killed, unseen = false, detail, isOutside, ...how }: Disturbance,
  suite: Suite,
): Promise<Ended> {
  const { args } = writer;
  const folder = copyOf(project, suite.work);
  const ended = await runProcess({ cwd: folder, args, env: env?.(folder), ...how });
  if (isOutside?.(ended)) {
    removeFolder(folder);
    return ended;
  }
  const seen = unseen ? { ...ended, stdout: whole.ended.stdout } : ended;
  const success = ended.code === whole.ended.code;
  if (success) await prove(writer, folder);
  const harms = harmsOf(whole, seen, snapshotOf(folder), { killed, unseen, reports: writer.reports });
  // What was not disturbed needs no second run.
  if (Object.keys(harms).length === 0 && !success) {
    const again = await runProcess({ cwd: folder, args });
    await prove(writer, folder);
    Object.assign(harms, harmsAgain(whole, again, snapshotOf(folder)));
  }
  countTry(suite.tally(fault), `${writer.name}, ${label}${detail ? ` ${detail(folder)}` : ''}`, harms);
  removeFolder(folder);
  return ended;
}
