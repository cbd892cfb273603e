import { backendClass } from '../../backend/backend_class.ts';
import { UserError } from '../../core/error.ts';
import type { NamedFile } from '../../core/files.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { digestOfExperiment } from '../../run/run.ts';
import type { PostedExperiment } from '../../units/queue/post.ts';
import type { Store } from '../../units/queue/store.ts';
import { readOneExperiment } from '../arguments/read_experiments.ts';
import type { Reading } from '../arguments/reading.ts';
import { buildVersion } from '../terminal/version.ts';

/** An experiment that a worker reads as the run did, or why it leaves its units to others. */
export type ReadPost = { experiment: Experiment; reading: Reading } | { why: string };

/** Reads an experiment of a queue, with the files that it names, which are this machine's. */
export async function readable(posted: PostedExperiment, store: Store | undefined): Promise<ReadPost> {
  const why = ofAnother(posted, store);
  if (why !== undefined) return { why };
  const reading = postedReading(posted);
  try {
    const experiment = await readOneExperiment(posted.path, reading);
    if ((await digestOfExperiment(experiment)) === posted.digest && experiment.name === posted.name)
      return { experiment, reading };
    return { why: whatDiffers(posted, experiment) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { why: `this worker cannot read it:\n${error.message}` };
  }
}

function postedReading({ reading, text }: PostedExperiment): Reading {
  const given = reading as Reading;
  if (!given.stdin) return { ...given, text };
  return { ...given, stdin: { name: given.stdin.name, bytes: Buffer.from(text) } };
}

/** Why units are of another version, backend or store; undefined where they are not. */
function ofAnother(
  { coincide, backend, backendName, store: wanted }: PostedExperiment,
  store: Store | undefined,
): string | undefined {
  if (coincide !== buildVersion) return `they are for coincide ${coincide}, and this is ${buildVersion}`;
  const own = backendClass(backendName);
  if (backend !== own) return `they are for the backend ${backend}, and this worker has ${own}`;
  if (wanted === undefined || wanted === store?.id) return undefined;
  return store
    ? `their results go to another --store than ${store.folder}; give the folder that the run has`
    : 'their results go to a --store; start the worker with the folder that the run has';
}

/** Which parts a worker reads differently from the run. */
function whatDiffers(posted: PostedExperiment, experiment: Experiment): string {
  const here = new Map(experiment.files.map(({ path, sha256 }) => [path, sha256]));
  const others = posted.files.filter(({ path, sha256 }) => here.get(path) !== sha256);
  if (others.length === 0) return 'this worker reads it as another experiment';
  const [first] = others;
  const further = others.length > 1 ? `, and ${others.length - 1} more files are others` : '';
  return `${first!.path} is another file here (${digestsOfFile(first!, here.get(first!.path))})${further}`;
}

function digestsOfFile({ sha256 }: NamedFile, own: string | undefined): string {
  return `sha256 ${own?.slice(0, 8) ?? 'none'}…; the run has ${sha256.slice(0, 8)}…`;
}
