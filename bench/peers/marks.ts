import { type Section, short } from '../report.ts';
import { bestPeer, type Heat, NUMPY_TABLE, OURS, timeOf } from './contest.ts';
import { ONE_PASS } from './one_pass.ts';

/** What coincide has to reach, and whether it did. */
export interface Mark {
  what: string;
  /** The bound, and what was measured, as it is printed. */
  bound: string;
  measured: string;
  met: boolean;
}

/** Of the contest: how many times faster than others. */
export function marksOfContest(heats: readonly Heat[]): Mark[] {
  const of = (name: string) => heats.find(({ work }) => work.name === name)!;
  const faster = (name: string, least: number, other = bestPeer(of(name)).name): Mark =>
    atLeast(`${name}: faster than ${other}`, least, timeOf(of(name), other)! / timeOf(of(name), OURS)!);
  const beside = (name: string, most: number): Mark =>
    atMost(`${name}: beside ${ONE_PASS}`, most, timeOf(of(name), OURS)! / timeOf(of(name), ONE_PASS)!, '×');
  return [
    faster('W1', 1),
    faster('W1r', 1),
    faster('W2', 1),
    faster('W3', 5),
    faster('W3', 80, 'PyTorch, batched'),
    faster('W4', 4),
    faster('W5 same', 1),
    faster('W5 valid', 10),
    beside('W1', 4),
    beside('W2', 2.5),
    beside('W3', 2.5),
    beside('W4', 5),
    atMost('W3: the mark to beat', 20, timeOf(of('W3'), OURS)!, 'ms'),
  ];
}

/** Of default tables beside the NumPy program that computes their distances. */
export function marksOfDistances(heats: readonly Heat[]): Mark[] {
  const faster = (name: string, least: number): Mark => {
    const heat = heats.find(({ work }) => work.name === name)!;
    return atLeast(
      `${name}, default table: faster than ${NUMPY_TABLE}`,
      least,
      timeOf(heat, NUMPY_TABLE)! / timeOf(heat, OURS)!,
    );
  };
  return [faster('W2', 7), faster('W3', 8), faster('W3 on noise', 5)];
}

/** Of sets of small pictures: how many times faster than others, which all use one thread. */
export function marksOfSets([few, many, convolutions]: readonly Section[]): Mark[] {
  const faster = ({ title, lines }: Section, other: string, least: number): Mark => {
    const [ours, theirs] = [OURS, other].map((name) => lines.find((line) => line.name === name)!.median);
    return atLeast(`${title}: faster than ${other}`, least, theirs! / ours!);
  };
  return [
    ...[few!, many!].flatMap((pools) => [
      faster(pools, 'NumPy, slices', 3),
      faster(pools, 'PyTorch, batched', 4),
    ]),
    faster(convolutions!, 'PyTorch, batched', 1.3),
  ];
}

/** Of tables with distances, which no peer computes: beside the peer that users have, which only counts. */
export function marksOfTables(heats: readonly Heat[], { lines }: Section): Mark[] {
  const peer = 'PyTorch, batched';
  const counting = timeOf(heats.find(({ work }) => work.name === 'W3')!, peer)!;
  const beside = (name: string, most: number): Mark =>
    atMost(
      `${name}, beside ${peer}, which only counts`,
      most,
      lines.find((line) => line.name === name)!.median / counting,
      '×',
    );
  const time = (name: string) => lines.find((line) => line.name === name)!.median;
  const worst = (name: string): Mark =>
    atMost(`${name} and worst, beside it without`, 1.2, time(`${name} and worst`) / time(name), '×');
  return [
    beside('W3, default table', 1 / 4),
    beside('W3 on noise, default table', 1),
    worst('W3, default table'),
    worst('W3 on noise, default table'),
  ];
}

/**
 * Of how cost grows: the largest of the ratios of a line to the one above; of depth from the first line to the last. Of
 * a range of shifts the last doubling is beyond what the workload has, and by itself, also beside what it costs C:
 * outputs are no longer few beside pixels.
 */
export function marksOfGrowth([small, wide, size, depth, smallC, wideC, table]: readonly Section[]): Mark[] {
  const ratios = ({ lines }: Section) => lines.slice(1).map(({ median }, i) => median / lines[i]!.median);
  const ofRange = (range: Section, compiled: Section) => {
    const [beyond, ...within] = ratios(range).reverse();
    const [last, further] = range.lines.slice(-2).map(({ name }) => name);
    const at = `${range.title}; twice the range costs`;
    return [
      atMost(`${at}, up to ${last}`, 1.6, Math.max(...within), '×'),
      atMost(`${at}, from ${last} to ${further}`, 1.9, beyond!, '×'),
      atMost(`${at}, from ${last} to ${further}, as ${ONE_PASS}`, ratios(compiled).at(-1)!, beyond!, '×'),
    ];
  };
  const [first, ...deeper] = depth!.lines;
  return [
    ...ofRange(small!, smallC!),
    ...ofRange(wide!, wideC!),
    atMost(`${table!.title}; twice the range costs`, 2.3, ratios(table!)[0]!, '×'),
    atMost('Twice the side costs', 4, Math.max(...ratios(size!)), '×'),
    atMost('Eight times the depth costs', 8, deeper.at(-1)!.median / first!.median, '×'),
  ];
}

/** Of whole processes. */
export function marksOfProcesses({ lines: cold }: Section, { lines: memory }: Section): Mark[] {
  const time = (name: string) => cold.find((line) => line.name.includes(name))!.median;
  const [empty, help, lesson] = [time('node -e 0'), time('--help'), time('the lesson')];
  const peak = (name: string) => memory.find((line) => line.name.startsWith(name))!.median;
  return [
    atMost('coincide --help beside an empty Node', 2.5, help / empty, '×'),
    atMost('the lesson beside an empty Node', 4, lesson / empty, '×'),
    atMost('the lesson beside import tensorflow', 1 / 3, lesson / time('import tensorflow'), '×'),
    atMost('the lesson beside import torch', 1, lesson / time('import torch'), '×'),
    atMost('W3: peak memory', 110, peak('W3, coincide run'), 'MB'),
    atMost('1024², ±64, depth 7: peak memory', 195, peak('1024², ±64, depth 7, coincide run'), 'MB'),
  ];
}

function atLeast(what: string, bound: number, value: number): Mark {
  return { what, bound: `≥ ${bound} ×`, measured: `${short(value)} ×`, met: value >= bound };
}

function atMost(what: string, bound: number, value: number, unit: string): Mark {
  const [most, measured] = [bound, value].map((number) => `${Number(number.toPrecision(3))} ${unit}`);
  return { what, bound: `≤ ${most}`, measured: measured!, met: value <= bound };
}
