import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { comparisons } from '../../../src/compare/registry.ts';
import { parseYaml } from '../../../src/experiment/text/yaml.ts';
import { layers } from '../../../src/layers/registry.ts';
import { measures } from '../../../src/measure/registry.ts';
import { type Family, pick } from '../family.ts';
import { gently, roughly, tornText } from '../mutate.ts';
import { root } from '../processes.ts';
import { formatSummary, type Reading, readEach } from '../readers.ts';

/** How many files all reads, and a part. */
const ALL = 20_000;
const PART = 900;

/** One with everything that an experiment can say. */
const EVERYTHING = `
description: small
seed: 3
trials: 20
image: { type: circle, size: 12, radius: 4 }
against: { type: circle, size: 12, radius: 3 }
shift: { max: 2, fill_mode: wrap }
sweep: { pool.type: [max_pool, avg_pool], shift.fill_mode: { near: nearest, wrap: wrap } }
pool: { type: max_pool, depth: 2 }
compare: { type: close, relative: 0.01 }
measures: [matches, distances, { type: psnr, peak: 2 }]
tables: [summary, shifts]
expect:
  - { metric: match_rate, at: { depth: 0 }, min: 0.1 }
  - { metric: match_rate, at: { depth: 2 }, min: 0, level: warn }
`;

/** Words that may stand for one another. */
const WORDS = [
  Object.keys(layers),
  Object.keys(measures),
  Object.keys(comparisons),
  ['circle', 'dots', 'noise', 'pixels'],
  ['wrap', 'nearest', 'constant', 'reflect', 'mirror'],
  ['valid', 'same', 'circular'],
  ['match_rate', 'pair_rate', 'classes', 'cosine', 'relative_l2', 'position_bits', 'matches'],
  ['uniform', 'normal', 'triangular'],
  ['same', 'off', '{ no_worse: significant }'],
  ['bilinear', 'bicubic', 'lanczos', 'nearest', 'fourier'],
];

/** Experiment files that somebody has changed. */
export const experiments: Family = {
  name: 'mutated experiment files',
  async run(suite) {
    const folder = join(root, 'experiments');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    // What names files of its own is tried by the families of pictures and models.
    const texts = names
      .filter((name) => name.endsWith('.yaml') && !/models|protocols/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const originals = [EVERYTHING, EVERYTHING, ...texts];
    const random = suite.random('files');
    const make = (at: number): Reading => {
      const original = pick(originals, random);
      const kind = random();
      const data = parseYaml(original, 'x').value;
      const written = (value: unknown) => (random() < 0.5 ? JSON.stringify(value) : stringify(value));
      const text =
        kind < 0.25
          ? tornText(original, random)
          : written(kind < 0.45 ? roughly(data, random) : gently(data, WORDS, random));
      return {
        label: `file ${at}`,
        files: { 'x.yaml': text },
        lines: [['validate', 'x.yaml'], RUN],
        cheap: 'x.yaml',
      };
    };
    const summary = await readEach(
      suite.all ? ALL : PART,
      make,
      suite.tally('mutated experiment files'),
      suite,
    );
    suite.say(formatSummary(summary));
    if (summary.accepted < summary.readings / 3)
      throw new Error('Less than a third of the files get past the parser: nothing behind it was tried.');
  },
};

const RUN = ['run', 'x.yaml', '--out', '-', '--workers', '1', '--quiet'];
