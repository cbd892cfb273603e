import fc from 'fast-check';
import type { CheckReport, Difference, Finding } from '../../../src/check/findings/finding.ts';

/** Texts that mean something to a terminal, a log, XML or Markdown. */
const hostile = [
  '<b>&amp;',
  ']]>',
  '::error::x',
  '::error file=a,line=1::x',
  'a\n::error::x',
  'a\r\n::warning::x',
  '##[error]x',
  '\u001b[31mred\u001b[0m',
  '\u202eevil\u202c',
  '\u2066x\u2069',
  '"\'',
  '%0A::error::x',
  '| a | b |',
  '`code`',
  '![x](http://x)',
  '</testsuites>',
  '\u0000\u0008\ufffe',
  '\ud800',
  '\u2028x\u2029',
  '-- :, = ; \\',
];

const text = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ maxLength: 6, unit: 'binary' })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => `x${parts.join('')}`);
const where = fc.option(
  fc.record({ file: text, line: fc.integer({ min: 1, max: 99 }), column: fc.integer({ min: 1, max: 99 }) }),
  { nil: undefined },
);
const rate = fc.double({ min: 0, max: 1, noNaN: true });

const difference: fc.Arbitrary<Difference> = fc.record({
  row: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)), { maxKeys: 2 }),
  metric: fc.option(text, { nil: undefined }),
  expected: text,
  actual: text,
  interval: fc.option(fc.tuple(rate, rate), { nil: undefined }),
  bound: fc.option(fc.record({ end: fc.constantFrom('lower' as const, 'upper' as const), value: rate }), {
    nil: undefined,
  }),
  compared: fc.option(text, { nil: undefined }),
  note: fc.option(text, { nil: undefined }),
  where,
  shifts: fc.array(
    fc.record({
      dy: fc.integer(),
      dx: fc.integer(),
      trials: fc.nat(),
      now: fc.constantFrom('matches' as const, 'differs' as const),
    }),
    { maxLength: 5 },
  ),
});

const finding: fc.Arbitrary<Finding> = fc.record({
  experiment: text,
  about: fc.constantFrom('expectation', 'baseline', 'table', 'file', 'run'),
  claim: text,
  level: fc.constantFrom('error' as const, 'warn' as const),
  state: fc.constantFrom('held' as const, 'failed' as const, 'error' as const),
  where,
  messages: fc.array(text, { maxLength: 2 }),
  rows: fc.nat(),
  differences: fc.array(difference, { maxLength: 7 }),
  improvements: fc.array(difference, { maxLength: 2 }),
});

/** Any report at all, with the worst of names. */
export const reports: fc.Arbitrary<CheckReport> = fc.record({
  began: fc.constant('2026-01-02T03:04:05.678Z'),
  coincide: fc.constant('1.2.3'),
  checked: fc.array(
    fc.record({
      experiment: text,
      description: fc.option(text, { nil: undefined }),
      file: fc.option(text, { nil: undefined }),
      findings: fc.array(finding, { maxLength: 4 }),
      warnings: fc.array(text, { maxLength: 1 }),
      seconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
    }),
    { maxLength: 2 },
  ),
  messages: fc.array(text, { maxLength: 2 }),
});

/** A finding that held, but for what is said. */
export function findingOf(rest: Partial<Finding>): Finding {
  return {
    experiment: 'circle',
    about: 'expectation',
    claim: 'classes: at most 1',
    level: 'error',
    state: 'held',
    messages: [],
    rows: 1,
    differences: [],
    improvements: [],
    ...rest,
  };
}

export function reportOf(findings: readonly Finding[]): CheckReport {
  return {
    began: '2026-01-02T03:04:05.678Z',
    coincide: '1.2.3',
    checked: [
      { experiment: 'circle', file: 'experiments/circle.yaml', findings, warnings: [], seconds: 0.25 },
    ],
    messages: [],
  };
}
