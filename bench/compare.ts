/** Something that is timed. */
export interface Contestant {
  name: string;
  /** The work that it does, where others do the same in one measurement: they have to give the same answer. */
  work?: string;
  /** Runs for so many milliseconds, once at least. */
  time(least: number): Promise<Timed>;
}

export interface Timed {
  /** What it gave, so that only equal work is compared. */
  answer: string;
  /** Of one run. */
  milliseconds: number;
}

export interface Measured {
  name: string;
  /** The middle one of the rounds, in milliseconds per run. */
  median: number;
  rounds: number;
}

/** A contestant of this process. */
export function inProcess(name: string, run: () => Promise<string> | string): Contestant {
  return {
    name,
    async time(least) {
      const began = performance.now();
      let answer: string;
      let runs = 0;
      do {
        answer = await run();
        runs++;
      } while (performance.now() - began < least);
      return { answer, milliseconds: (performance.now() - began) / runs };
    },
  };
}

/**
 * Times contestants in turn, A B A B …, so that a slow moment of the machine meets all of them. Every answer is
 * compared first: with the one that is known, or else with the first contestant's.
 *
 * @param same whether another answer will do; default: none will
 * @throws Error where an answer is another
 */
export async function compare(
  contestants: readonly Contestant[],
  {
    answer,
    same,
    ...how
  }: { answer?: string; same?: (given: string, expected: string) => boolean } & Rounds = {},
): Promise<Measured[]> {
  let expected = answer;
  return timeInTurn(contestants, how, ({ name }, given) => {
    expected ??= given;
    if (!same?.(given, expected)) requireSame(name, given, expected);
  });
}

/** The same for contestants whose answers are different things, as those of growing work are: compared are those of one work. */
export async function measure(contestants: readonly Contestant[], how: Rounds = {}): Promise<Measured[]> {
  const answers = new Map<string, string>();
  return timeInTurn(contestants, how, ({ name, work }, given) => {
    if (work === undefined) return;
    requireSame(`${name} of ${work}`, given, answers.get(work) ?? given);
    answers.set(work, given);
  });
}

function requireSame(who: string, given: string, expected: string): void {
  if (given !== expected) throw new Error(`${who} answers ${given}, not ${expected}`);
}

export interface Rounds {
  /** Milliseconds before anything is counted: as long as V8, or JAX, goes on compiling. Default 2,000. */
  warmUp?: number;
  rounds?: number;
}

async function timeInTurn(
  contestants: readonly Contestant[],
  { warmUp = 2000, rounds = 7 }: Rounds,
  check: (contestant: Contestant, answer: string) => void,
): Promise<Measured[]> {
  const every: number[] = [];
  for (const contestant of contestants) {
    let first = await contestant.time(warmUp);
    check(contestant, first.answer);
    // It may have compiled, which is not counted.
    if (roundsBetween(first.milliseconds) === 3) first = await contestant.time(1);
    every.push(roundsBetween(first.milliseconds));
  }
  const times: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { time }] of contestants.entries()) {
      if (round % every[i]! === 0) times[i]!.push((await time(ROUND)).milliseconds);
    }
  }
  return contestants.map(({ name }, i) => ({ name, median: median(times[i]!), rounds: times[i]!.length }));
}

/** The least that a round lasts, in milliseconds: short work is repeated, since its first runs find everything cold. */
const ROUND = 250;

/** Slow work takes part in every third round, very slow work in the first one only. */
function roundsBetween(milliseconds: number): number {
  if (milliseconds > 10_000) return Number.POSITIVE_INFINITY;
  return milliseconds > 3000 ? 3 : 1;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
