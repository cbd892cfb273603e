import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/experiment/read.ts';
import { measures } from '../../../src/measure/registry.ts';

const read = (list: string) =>
  parseExperiment(`image: circle\nshift: { max: 1 }\npool: max_pool\nmeasures: ${list}`);
const psnrOf = (list: string) => read(list).columns.find(({ name }) => name === 'psnr')!;

describe('measures', () => {
  test('are names, or objects with options', () => {
    expect(read('[worst, { type: psnr, peak: 2 }]').measures.map(({ title }) => title)).toEqual(
      read('[worst, psnr]').measures.map(({ title }) => title),
    );
    expect(psnrOf('[{ type: psnr, peak: 2 }]').formula).toContain('2²');
    expect(psnrOf('[psnr]').formula).toBe(measures.psnr.columns.psnr.formula);
  });

  test('stay names where no option is given, so that the digest of a file stays', () => {
    expect(read('[psnr, worst]').resolved.measures).toEqual(['psnr', 'worst']);
    expect(read('[{ type: psnr }]').resolved.measures).toEqual(['psnr']);
    expect(read('[{ type: psnr, peak: 2 }]').resolved.measures).toEqual([
      { type: 'psnr', peak: 2, average: 'picture' },
    ]);
  });

  test('resolved, are read again as the same', () => {
    const { resolved } = read('[worst, { type: psnr, average: samples }]');
    expect(parseExperiment(resolved as never).resolved).toEqual(resolved);
  });

  test.each([
    ['[psnr, { type: psnr, peak: 2 }]', '4:18: measures.1: psnr is listed twice.'],
    ['[worst, worst]', '4:19: measures.1: worst is listed twice.'],
    ['[{ type: psnr, peek: 2 }]', '4:26: measures.0: unknown key "peek"; did you mean "peak"?'],
    ['[{ type: psnr, peak: 0 }]', '4:32: measures.0.peak: expected a number above 0, not 0.'],
    ['[{ type: worst, peak: 2 }]', '4:27: measures.0: unknown key "peak"; allowed: type.'],
    ['[3]', '4:12: measures.0: expected the name of a measure, or an object with type, not 3.'],
    ['[worst_dy]', '4:12: measures.0: worst_dy is a column of the measure worst; write worst.'],
  ])('%s is refused', (list, message) => {
    expect(() => read(list)).toThrow(`experiment:${message}`);
  });
});
