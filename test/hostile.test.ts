import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../src/check/check.ts';
import { formatFindings } from '../src/check/reporters/text.ts';
import { UserError } from '../src/core/error.ts';
import { stream } from '../src/core/random.ts';
import type { Experiment } from '../src/experiment/parse.ts';
import { parseExperiment, readObject } from '../src/experiment/read.ts';
import { parseYaml } from '../src/experiment/text/yaml.ts';
import type { Variant } from '../src/experiment/variants/variant.ts';
import { loadModel } from '../src/model/loaded.ts';
import { asStored } from '../src/results/as_stored.ts';
import { run } from '../src/run/run.ts';
import { project } from './support/files.ts';
import { changedData, changedText, pick, requireSentence } from './support/hostile.ts';
import { asTheyAre, folderOf } from './support/model/networks.ts';

const RUNS = 200;
const SEED = 0;

const experiments = readdirSync(join(project, 'experiments'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(project, 'experiments', name), 'utf8'));
const SMALL = `
description: small
seed: 3
trials: 20
image: { type: circle, size: 12, radius: 4 }
against: { type: circle, size: 12, radius: 3 }
shift: { max: 2 }
sweep: { pool.type: [max_pool, avg_pool], shift.fill_mode: { near: nearest, wrap: wrap } }
pool: { type: max_pool, depth: 2 }
compare: { type: close, relative: 0.01 }
measures: [matches, distances, { type: psnr, peak: 2 }]
tables: [summary, shifts]
expect: [{ metric: match_rate, at: { depth: 0 }, min: 0.1 }, { metric: match_rate, at: { depth: 2 }, min: 0, level: warn }]
baseline: same
`;

test('an experiment that somebody has changed is read, or refused with a sentence', async () => {
  const random = stream(SEED, 'hostile', ['experiment']);
  let past = 0;
  for (let i = 0; i < RUNS; i++) {
    const original = random() < 0.5 ? SMALL : pick(experiments, random);
    const text =
      random() < 0.3
        ? changedText(original, random)
        : JSON.stringify(changedData(parseYaml(original, 'x').value, random));
    try {
      const { value } = parseYaml(text, 'x.yaml');
      past++;
      if (random() < 0.5 && typeof value === 'object' && value)
        await readObject(value, join(project, 'experiments'), { name: 'x', kinds: {} });
      else parseExperiment(text, 'x.yaml');
    } catch (error) {
      requireSentence(error, () => text);
    }
  }
  expect(past / RUNS).toBeGreaterThan(1 / 3);
});

const isLarge = ({ trials, steps }: Variant) =>
  Number(trials) > 1000 || steps.some(({ shape }) => shape[0] * shape[1] * shape[2] > 10_000);

test('a small experiment that was changed and is still valid runs, or says why not', async () => {
  const random = stream(SEED, 'hostile', ['run']);
  let ran = 0;
  // Most changes are mistakes.
  for (let i = 0; i < 3 * RUNS; i++) {
    const value = changedData(parseYaml(SMALL, 'x').value, random);
    let given: Experiment;
    try {
      given = parseExperiment(JSON.stringify(value), 'x');
    } catch (error) {
      requireSentence(error, () => JSON.stringify(value));
      continue;
    }
    if (given.variants.length > 20 || given.variants.some(isLarge)) continue;
    ran++;
    try {
      await run(given);
    } catch (error) {
      requireSentence(error, () => JSON.stringify(value));
    }
  }
  expect(ran).toBeGreaterThan(RUNS / 5);
});

test('committed results that were changed are compared, or refused with a sentence', async () => {
  const random = stream(SEED, 'hostile', ['results']);
  const whole: { given: Experiment; stored: Awaited<ReturnType<typeof asStored>> }[] = [];
  for (const baseline of ['same', '{ no_worse: significant }', '{ no_worse_by: 0.01 }']) {
    const given = parseExperiment(SMALL.replace('baseline: same', `baseline: ${baseline}`), 'x');
    whole.push({ given, stored: await asStored(await run(given)) });
  }
  let past = 0;
  // Each one runs the experiment, up to three times.
  const runs = RUNS / 4;
  for (let i = 0; i < runs; i++) {
    const { given, stored } = pick(whole, random);
    const parts = (Object.keys(stored) as (keyof typeof stored)[]).filter((part) => stored[part]);
    const part = random() < 0.5 ? 'package' : pick(parts, random);
    const before = stored[part]!;
    const text =
      part === 'package' && random() < 0.8
        ? JSON.stringify(changedData(JSON.parse(before.text as string), random))
        : changedText(before.text as string, random);
    // Without hashes the tables are compared, whatever is in them.
    const rest =
      part === 'package'
        ? stored
        : {
            ...stored,
            package: { ...stored.package!, text: stored.package!.text.replaceAll(/"hash": *"[^"]*",?/g, '') },
          };
    try {
      const findings = await check(given, { ...rest, [part]: { ...before, text } });
      requireSentence(new UserError(formatFindings(findings)), () => text);
      if (findings.every(({ state }) => state !== 'error')) past++;
    } catch (error) {
      requireSentence(error, () => text);
    }
  }
  expect(past / runs).toBeGreaterThan(1 / 10);
});

test.each(['max-tfjs/model.json', 'max-tfjs-graph/model.json'])(
  '%s that somebody has changed is a model, or is refused with a sentence',
  async (form) => {
    const random = stream(SEED, 'hostile', [form, 'data']);
    const folder = folderOf(form);
    const json = JSON.parse(readFileSync(join(folder, form), 'utf8'));
    const weights = new Uint8Array(readFileSync(join(folder, form.replace('model.json', 'weights.bin'))));
    for (let i = 0; i < RUNS; i++) {
      const text = JSON.stringify(changedData(json, random));
      try {
        const given = {
          path: 'm',
          bytes: new TextEncoder().encode(text),
          read: async () => weights,
          outputs: [],
          constants: {},
          replacements: [],
        };
        const model = await loadModel(given, [36, 36, 1], asTheyAre);
        model.hold()();
      } catch (error) {
        requireSentence(error, () => text.slice(0, 3000));
      }
    }
  },
);
