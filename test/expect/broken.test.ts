import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectationFinding } from '../../src/check/findings/expectation_findings.ts';
import { details } from '../../src/check/findings/format_finding.ts';
import { reporters } from '../../src/check/reporters/registry.ts';
import { showFailures } from '../../src/cli/run/show_result.ts';
import { brokenOf, notText } from '../../src/expect/broken.ts';
import { type Expectation, verify } from '../../src/expect/expect.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import type { Column } from '../../src/results/columns.ts';
import { reportOf } from '../support/check/reports.ts';

const text = (name: string): Column => ({ name, type: 'string', identity: true, description: '' });
const columnsOf = (better: Column['better']): Column[] => [
  text('layers'),
  { ...text('depth'), type: 'integer' },
  { name: 'rate', type: 'number', identity: false, description: '', better, interval: ['low', 'high'] },
];

type Row = { layers: string; depth: number; rate: number | null; low: number | null; high: number | null };
const row = (layers: string, rate: number | null, low = rate, high = rate): Row => ({
  layers,
  depth: 1,
  rate,
  low,
  high,
});

/** What a check says of the first row, and the violation it says it of. */
function said(rest: Partial<Expectation>, rows: readonly Row[], better: Column['better'] = 'higher') {
  const expectation: Expectation = { metric: 'rate', at: {}, within: 0, ...rest };
  const columns = columnsOf(better);
  const [verdict] = verify([expectation], rows, columns);
  const finding = expectationFinding(verdict!, 'x', columns);
  const violation = verdict!.state === 'failed' ? verdict!.violations[0] : undefined;
  return { line: details(finding)[0], difference: finding.differences[0], violation };
}

const all = [row('blur', 1, 0.99237565, 1)];
const plain = row('plain', 0.018, 0.01, 0.034);

test.each<[string, Partial<Expectation>, readonly Row[], string]>([
  ['a bound of the value', { min: 0.9 }, [row('blur', 0.5)], 'is 0.5, not at least 0.9'],
  [
    'a bound of the interval',
    { min: 0.995, confident: true },
    all,
    'is 1 [0.992, 1], its lower bound 0.992 is not at least 0.995',
  ],
  [
    'its upper end',
    { max: 0.02, confident: true },
    [plain],
    'is 0.018 [0.01, 0.034], its upper bound 0.034 is not at most 0.02',
  ],
  [
    'the end that is further away',
    { equals: 0.03, within: 0.01, confident: true },
    [plain],
    'is 0.018 [0.01, 0.034], its lower bound 0.01 is not within 0.01 of 0.03',
  ],
  [
    'an end that is nearly enough, with the digits that show it',
    { min: 0.9924, confident: true },
    all,
    'is 1 [0.992, 1], its lower bound 0.992 is not at least 0.9924',
  ],
  [
    'an end that three digits would round up to the bound',
    { min: 0.9, confident: true },
    [row('blur', 0.95, 0.89996, 0.97)],
    'is 0.95 [0.9, 0.97], its lower bound 0.89996 is not at least 0.9',
  ],
  [
    'all shifts, which leave no doubt',
    { min: 0.9, confident: true },
    [row('blur', 0.5)],
    'is 0.5, not at least 0.9',
  ],
  ['a tolerance', { equals: 0.5, within: 0.02 }, [row('blur', 0.6)], 'is 0.6, not within 0.02 of 0.5'],
  ['no tolerance', { equals: 0.5 }, [row('blur', 0.6)], 'is 0.6, not equal to 0.5'],
  [
    'another variant',
    { compare_to: { layers: 'plain' } },
    [row('blur', 0.01), plain],
    'is 0.01, not at least 0.018 (layers plain)',
  ],
  [
    'another variant and a gain',
    { compare_to: { layers: 'plain' }, min_gain: 0.99 },
    [row('blur', 0.5), plain],
    'is 0.5, not at least 0.018 (layers plain) + 0.99',
  ],
  [
    'a loss that is allowed',
    { compare_to: { layers: 'plain' }, min_gain: -0.002 },
    [row('blur', 0.01), plain],
    'is 0.01, not at least 0.018 (layers plain) - 0.002',
  ],
  [
    'another variant, confidently',
    { compare_to: { layers: 'plain' }, min_gain: 0.97, confident: true },
    [row('blur', 1, 0.99237565, 1), plain],
    'is 1 [0.992, 1], its lower bound 0.992 is not at least 0.034 (the upper bound of layers plain) + 0.97',
  ],
  [
    'another variant that has no value',
    { compare_to: { layers: 'plain' }, min_gain: 0.1 },
    [row('blur', 0.5), row('plain', null)],
    'is 0.5, not at least that of layers plain, which is not defined',
  ],
  ['a value of many digits, rounded', { min: 0.9 }, [row('blur', 69 / 81)], 'is 0.852, not at least 0.9'],
  [
    'one that three digits would round up',
    { min: 0.9 },
    [row('blur', 0.89996)],
    'is 0.89996, not at least 0.9',
  ],
  ['a wide miss of a large number', { max: 7 }, [row('blur', 123456)], 'is 123000, not at most 7'],
  ['no value', { min: 0.5 }, [row('blur', null)], 'is not defined, not at least 0.5'],
])('what was asked is said: %s', (_, expectation, rows, words) => {
  expect(said(expectation, rows).line).toBe(`layers ${rows[0]!.layers}, depth 1: rate ${words}`);
});

test('a share is said with its counts, everywhere in the same words', () => {
  const columns: Column[] = [
    ...columnsOf('higher').slice(0, 2),
    { name: 'match_rate', type: 'rate', identity: false, description: '', counts: ['matches', 'trials'] },
  ];
  const rows = [{ layers: 'blur', depth: 4, layer: 'x', match_rate: 69 / 81, matches: 69, trials: 81 }];
  const expectation: Expectation = { metric: 'match_rate', at: {}, within: 0, equals: 1 };
  const [verdict] = verify([expectation], rows, columns);
  const words = 'layers blur, depth 4: match_rate is 0.852 (69 of 81), not equal to 1';
  const report = reportOf([expectationFinding(verdict!, 'x', columns)]);
  for (const [name, { format }] of Object.entries(reporters)) {
    const said = format(report).replaceAll('\\', '');
    if (name !== 'json') expect(said, name).toContain(words);
  }
  const result = { experiment: 'x', table: { columns, rows }, verdicts: [verdict!], warnings: [] };
  expect(showFailures(result as never)).toContain(words);
  expect(
    markdownReport([{ result: result as never }], { version: '1' }).replaceAll(/&#(\d+);/g, (_, code) =>
      String.fromCodePoint(code),
    ),
  ).toContain(words);
});

test('where less is better, the other row’s value less the gain', () => {
  const rows = [row('blur', 3), row('plain', 2)];
  const asked = { compare_to: { layers: 'plain' }, min_gain: 0.5 };
  expect(said(asked, rows, 'lower').line).toBe(
    'layers blur, depth 1: rate is 3, not at most 2 (layers plain) - 0.5',
  );
});

test('as data, the value stands beside the bound that was compared', () => {
  const { difference, violation } = said({ min: 0.995, confident: true }, all);
  const bound = { end: 'lower', value: 0.99237565 };
  expect(difference).toMatchObject({
    actual: '1',
    expected: 'at least 0.995',
    interval: [0.99237565, 1],
    bound,
  });
  expect(violation).toMatchObject({ actual: 1, expected: 0.995, bound });
});

describe('the numbers that are told', () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  const ends = fc.tuple(rate, rate, rate).map((three) => three.sort((a, b) => a - b));

  test('never look as if the bound held', () => {
    fc.assert(
      fc.property(ends, ends, rate, fc.boolean(), ([low, mid, high], other, gain, confident) => {
        const rows = [row('blur', mid!, low!, high!), row('plain', other[1]!, other[0]!, other[2]!)];
        const asked = { metric: 'rate', at: {}, within: 0, compare_to: { layers: 'plain' }, confident };
        const expectation = { ...asked, min_gain: gain };
        const columns = columnsOf('higher');
        const [verdict] = verify([expectation], rows, columns);
        if (verdict!.state !== 'failed') return;
        const words = notText(brokenOf(verdict!.violations[0]!, expectation, columns));
        const { shown } = brokenOf(verdict!.violations[0]!, expectation, columns);
        const compared = /its lower bound (\S+)/.exec(words)?.[1] ?? shown;
        const told = /at least (\S+) \(/.exec(words)![1];
        expect(Number(compared)).toBeLessThan(Number(told) + gain);
      }),
    );
  });
});
