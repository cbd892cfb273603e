import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { experimentName } from '../../../src/experiment/disk/name.ts';

const part = fc
  .string({
    unit: fc.constantFrom(...'aZ09._-şЖ字ñ'),
    minLength: 1,
    maxLength: 64,
  })
  .filter(
    (text) =>
      !/^\.+$/.test(text) &&
      text !== 'experiments' &&
      !/^(con|aux)/i.test(text) &&
      Buffer.byteLength(text) <= 200,
  );
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
    ['/experiments/my circle.yaml', '"my circle"', 'my-circle'],
    ['/experiments/a:b.yaml', '"a:b"', 'a-b'],
    ['/experiments/\u202egnp.yaml', '"\u202egnp"', 'gnp'],
    ['/experiments/a\u200bb.yaml', '"a\u200bb"', 'a-b'],
    ['/experiments/=a.yaml', '"=a"', 'a'],
    ['/experiments/...yaml', '".."'],
    ['/experiments/.yaml', '""'],
    [`/${'x'.repeat(65)}.yaml`, `"${'x'.repeat(39)}…"`, 'x'.repeat(64)],
  ])('%s has none', (file, shown, name?: string) => {
    const remedy = name === undefined ? '' : `; rename it, say to "${name}"`;
    const message = `${shown} cannot name results; expected letters, digits, ".", "-" and "_", 64 at most${remedy}.`;
    const mistake = new UserError([{ message, where: { file: 'there.yaml' } }]);
    expect(() => experimentName(file, 'there.yaml')).toThrow(mistake);
  });

  test('may have letters of any script, in their composed form', () => {
    expect(experimentName('/experiments/daire-şekli.yaml')).toBe('daire-şekli');
    expect(experimentName('/experiments/daire-s\u0327ekli.yaml')).toBe('daire-şekli');
    expect(experimentName('/experiments/円/круг.yaml')).toBe('円/круг');
    expect(experimentName('/experiments/हिन्दी.yaml')).toBe('हिन्दी');
  });

  test.each(['con', 'NUL', 'aux.x', 'Com1', 'lpt9', 'COM¹'])('may not be %s, a device of Windows', (name) => {
    const message = `there.yaml: "${name}" cannot name results; Windows reserves it for a device.`;
    expect(() => experimentName(`/experiments/${name}.yaml`, 'there.yaml')).toThrow(message);
    expect(experimentName(`/experiments/x${name}.yaml`)).toBe(`x${name}`);
  });

  test('fits into a file name in any script', () => {
    expect(experimentName(`/${'字'.repeat(64)}.yaml`)).toBe('字'.repeat(64));
    expect(() => experimentName(`/${'𠀀'.repeat(64)}.yaml`)).toThrow(
      'expected at most 200 bytes of UTF-8, not 256.',
    );
  });
});
