import { quoted, UserError } from '../core/error.ts';

/** One of several parts of a run: `index` counts from 1. */
export interface Shard {
  index: number;
  of: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where an environment says which of how many processes this one is. */
interface ShardEnvironment {
  index: string;
  /** The variable with the total; undefined where there is none. */
  total?: string;
  /** The number of the first process, or the variable that holds it. */
  first: number | string;
  /** The variable with the distance between numbers. Default: 1. */
  step?: string;
}

/** The environments that `--shard auto` knows, in the order in which they are asked. */
const environments: readonly ShardEnvironment[] = [
  {
    index: 'SLURM_ARRAY_TASK_ID',
    total: 'SLURM_ARRAY_TASK_COUNT',
    first: 'SLURM_ARRAY_TASK_MIN',
    step: 'SLURM_ARRAY_TASK_STEP',
  },
  { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
  { index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  { index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', total: 'AWS_BATCH_JOB_ARRAY_SIZE', first: 0 },
  { index: 'JOB_COMPLETION_INDEX', first: 0 },
  { index: 'PARALLEL_SEQ', first: 1 },
];

/**
 * The shard that `--shard` asks for: `2/5`; `auto`, which takes index and total from the environment; or `auto/20`, which
 * takes the index alone.
 *
 * @throws UserError where it is no shard, or the environment does not say which
 */
export function shardOf(text: string, environment: Environment): Shard {
  const [, index, of] = /^(\d+|auto)(?:\/(\d+))?$/.exec(text) ?? [];
  if (index === undefined || (index !== 'auto' && of === undefined))
    throw new UserError(
      `--shard: expected a shard such as 2/5, auto or auto/20, not ${quoted(text)}${remedyForShard(text)}.`,
    );
  const shard =
    index === 'auto'
      ? shardOfEnvironment(text, of === undefined ? undefined : Number(of), environment)
      : { index: Number(index), of: Number(of) };
  const isWhole = Number.isSafeInteger(shard.index) && Number.isSafeInteger(shard.of);
  if (isWhole && shard.index >= 1 && shard.index <= shard.of) return shard;
  const from = index === 'auto' ? ', as the environment says' : '';
  throw new UserError(
    `--shard ${text}: expected an index from 1 to the total; this is ${shard.index} of ${shard.of}${from}.`,
  );
}

/** `1:5`, `1 of 5` and the like as a shard. */
function remedyForShard(text: string): string {
  const [, index, of] = /^(\d+)(?:\s*[-:,;\\]\s*|\s+of\s+|\s+)(\d+)$/.exec(text) ?? [];
  return index === undefined ? '' : `; write ${index}/${of}`;
}

function shardOfEnvironment(text: string, given: number | undefined, environment: Environment): Shard {
  const found = environments.find(({ index }) => isGiven(environment[index]));
  if (!found) {
    const names = environments.map(({ index }) => index).join(', ');
    throw new UserError(`--shard ${text}: none of ${names} is set; write the shard, such as 2/5.`);
  }
  const numberOf = (name: string) => {
    const value = environment[name];
    if (!isGiven(value) || !/^-?\d+$/.test(value!))
      throw new UserError(`--shard ${text}: expected a whole number in ${name}, not ${quoted(value ?? '')}.`);
    return Number(value);
  };
  if (found.total === undefined && given === undefined)
    throw new UserError(`--shard ${text}: ${found.index} brings no total; write auto/20, say.`);
  const first = typeof found.first === 'string' ? numberOf(found.first) : found.first;
  const step = found.step === undefined ? 1 : numberOf(found.step);
  return {
    index: (numberOf(found.index) - first) / step + 1,
    of: given ?? numberOf(found.total!),
  };
}

/** An empty variable counts as one that is not there. */
function isGiven(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/**
 * The shard of each unit, from 0 on, by the estimated seconds of all units in order: neighbours stay together, and every
 * shard takes nearly as long. It depends on the costs only.
 */
export function splitByCost(seconds: readonly number[], of: number): Float64Array {
  const total = seconds.reduce((sum, one) => sum + one, 0);
  const shards = new Float64Array(seconds.length);
  let before = 0;
  for (const [i, one] of seconds.entries()) {
    // The shard that contains the middle of the unit.
    shards[i] = Math.min(of - 1, Math.floor(((before + one / 2) / total) * of));
    before += one;
  }
  return shards;
}
