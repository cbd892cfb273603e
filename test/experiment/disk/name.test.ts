import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { experimentName } from '../../../src/experiment/disk/name.ts';

const part = fc
  .string({
    unit: fc.constantFrom(...'aZ09._-'),
    minLength: 1,
    maxLength: 64,
  })
  .filter((text) => !/^\.+$/.test(text) && text !== 'experiments');
const path = fc.array(part, { minLength: 1, maxLength: 4 });
const extension = fc.constantFrom('.yaml', '.yml', '.json', '.YAML');

describe('an experiment’s name', () => {
  test('is its path below the nearest folder named experiments, without the extension', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(part, fc.constant('experiments'))),
        path,
        extension,
        (above, below, end) => {
          const file = `/${[...above, 'experiments', ...below].join('/')}${end}`;
          expect(experimentName(file)).toBe(below.join('/'));
        },
      ),
    );
  });

  test('is its file name where there is no such folder above', () => {
    fc.assert(
      fc.property(fc.array(part), part, extension, (above, name, end) => {
        expect(experimentName(`/${[...above, name].join('/')}${end}`)).toBe(name);
      }),
    );
    expect(experimentName('/papers/experiments.yaml')).toBe('experiments');
    expect(experimentName('/experiments/experiments.yaml')).toBe('experiments');
    expect(experimentName('C:\\work\\experiments\\a\\b.yaml')).toBe('a/b');
  });

  test.each([
    ['/experiments/my circle.yaml', '"my circle"'],
    ['/experiments/ä/x.yaml', '"ä"'],
    ['/experiments/...yaml', '".."'],
    ['/experiments/.yaml', '""'],
    [`/${'x'.repeat(65)}.yaml`, `"${'x'.repeat(39)}…"`],
  ])('%s has none', (file, shown) => {
    const message = `${shown} cannot name results; expected letters, digits, ".", "-" and "_", 64 at most.`;
    const mistake = new UserError([{ message, where: { file: 'there.yaml' } }]);
    expect(() => experimentName(file, 'there.yaml')).toThrow(mistake);
  });
});
