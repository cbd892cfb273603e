import type { Suite } from './family.ts';
import { type Harms, harmsAgain, harmsOf, type Undisturbed } from './judge.ts';
import { type Ended, runProcess, type Started } from './processes.ts';
import { copyOf, removeFolder, snapshotOf, stateOf } from './projects.ts';
import { countTry } from './tally.ts';
import { projectOf, prove, runIn, type Writer, writers } from './writers.ts';

/** A command line that writes, its project, and what it does where nothing disturbs it. */
export interface Prepared {
  writer: Writer;
  project: string;
  whole: Undisturbed;
  /** What is wrong after going on, by the state of the folder that was gone on from. */
  goneOn: Map<string, Promise<Harms>>;
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
  return { writer, project, whole: { ended, before, after }, goneOn: new Map() };
}

/** How a command is disturbed. */
export interface Disturbance extends Omit<Started, 'cwd' | 'args' | 'env'> {
  /** The row of the table. */
  fault: string;
  /** What is special about this try. */
  label: string;
  env?(folder: string): NodeJS.ProcessEnv;
  /** Runs the command in a folder. Default: in a process of its own. */
  run?(folder: string): Promise<Ended>;
  /** Runs what is not disturbed: going on, and what shows the worth of units. Default: `runIn`. */
  undisturbed?: typeof runIn;
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
  prepared: Prepared,
  {
    fault,
    label,
    env,
    run,
    undisturbed = runIn,
    killed,
    unseen = false,
    detail,
    isOutside,
    ...how
  }: Disturbance,
  suite: Suite,
): Promise<Ended> {
  const { writer, project, whole } = prepared;
  const { args } = writer;
  const folder = copyOf(project, suite.work);
  const ended = await (run?.(folder) ?? runProcess({ cwd: folder, args, env: env?.(folder), ...how }));
  if (isOutside?.(ended)) {
    removeFolder(folder);
    return ended;
  }
  const seen = unseen ? { ...ended, stdout: whole.ended.stdout } : ended;
  const success = ended.code === whole.ended.code;
  if (success) await prove(writer, folder, undisturbed);
  const harms = harmsOf(whole, seen, snapshotOf(folder), { killed, unseen, reports: writer.reports });
  // What was not disturbed needs no second run.
  if (Object.keys(harms).length === 0 && !success)
    Object.assign(harms, await goOn(prepared, folder, undisturbed));
  countTry(suite.tally(fault), `${writer.name}, ${label}${detail ? ` ${detail(folder)}` : ''}`, harms);
  removeFolder(folder);
  return ended;
}

/**
 * Runs the command again where a try left it. Many tries leave the same state, name by name and byte by byte: from each
 * state it is gone on once, and what is found there counts for every try that left it.
 */
export function goOn({ writer, whole, goneOn }: Prepared, folder: string, run = runIn): Promise<Harms> {
  const state = stateOf(folder);
  const known = goneOn.get(state);
  if (known) return known;
  const harms = (async () => {
    const again = await run(folder, writer.args);
    await prove(writer, folder, run);
    return harmsAgain(whole, again, snapshotOf(folder));
  })();
  goneOn.set(state, harms);
  return harms;
}
