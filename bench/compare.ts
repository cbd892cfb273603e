/** Something that is timed; it gives an answer, so that only equal work is compared: '' where there is none. */
export interface Contestant {
  name: string;
  run(): Promise<string> | string;
}

/**
 * Times contestants in turn, A B A B …, so that a slow moment of the machine meets all of them, and prints their
 * medians as multiples of the first one's. Every answer is compared first.
 *
 * @returns each one's median in milliseconds
 */
export async function compare(
  title: string,
  contestants: readonly Contestant[],
  rounds = 7,
): Promise<number[]> {
  const answers = [];
  for (const { run } of contestants) {
    await timed(run, WARM_UP);
    answers.push(await run());
  }
  for (const [i, answer] of answers.entries()) {
    if (answer !== answers[0])
      throw new Error(`${contestants[i]!.name} answers ${answer}, not ${answers[0]}`);
  }
  const times: number[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of contestants.entries()) times[i]!.push(await timed(run, ROUND));
  }
  const medians = times.map(median);
  console.log(`\n${title}`);
  for (const [i, { name }] of contestants.entries()) {
    const ratio = medians[i]! / medians[0]!;
    console.log(
      `  ${name.padEnd(44)} ${medians[i]!.toFixed(1).padStart(9)} ms ${ratio.toFixed(2).padStart(8)} ×`,
    );
  }
  return medians;
}

/** Milliseconds that are not counted, so that each contestant is compiled as it would be in long use. */
const WARM_UP = 500;

/** The least that a round lasts: short work is repeated. */
const ROUND = 50;

/** Milliseconds per run, over as many runs as `least` milliseconds hold, one at least. */
async function timed(run: Contestant['run'], least: number): Promise<number> {
  const began = performance.now();
  let runs = 0;
  do {
    await run();
    runs++;
  } while (performance.now() - began < least);
  return (performance.now() - began) / runs;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
