import { expect, test } from 'vitest';
import { parseExperiment } from '../../../src/experiment/read.ts';
import { parseOverride } from '../../../src/experiment/text/override.ts';
import { thousandsIn } from '../../../src/experiment/text/thousands.ts';
import { parseYaml } from '../../../src/experiment/text/yaml.ts';

const file = (more: string) => `image: circle\nshift: { max: 3 }\npool: max_pool\n${more}\n`;

test.each([
  ['trials: 1.000', ['trials: 1.000 is 1; write 1000 for thousands']],
  ['trials: 10.000 # many', ['trials: 10.000 is 10; write 10000 for thousands']],
  ['"trials": 1000', []],
  ['trials: 1.0', []],
  ['trials: 1e3', []],
  ['trials: 1', []],
  ['seed: 1.000', []],
])('%s', (text, notes) => {
  expect(parseExperiment(file(text)).notes).toEqual(notes);
});

test('an object of a program, and a key that is overridden, are what they are', () => {
  expect(parseExperiment({ image: 'circle', shift: { max: 3 }, pool: 'max_pool', trials: 1 }).notes).toEqual(
    [],
  );
  const source = parseYaml(file('trials: 1.000'), 'a.yaml');
  const override = (text: string) => parseOverride('trials', text, `--trials ${text}`);
  expect(thousandsIn(source, [override('20')])).toEqual([]);
  expect(thousandsIn(source, [override('20'), override('2.000')])).toEqual([
    'trials: 2.000 is 2; write 2000 for thousands',
  ]);
});
