import { expect, test } from 'vitest';
import { flipInWords, flipsSection } from '../../src/report/flips.ts';
import type { PicturedFlip } from '../../src/run/flips.ts';

const flip: PicturedFlip = {
  variant: 0,
  variantName: '',
  image: 'a.png',
  decision: 5,
  decisionName: 'sandal',
  other: 9,
  rate: 0.4,
  of: 'trials',
};

test('a change is said with names as far as they are known', () => {
  expect(flipInWords(flip)).toBe('a.png: sandal (5) becomes class 9 in 40 % of trials');
  const { image: _, ...one } = flip;
  expect(flipInWords({ ...one, variantName: 'shift.max 4', rate: 1 / 3, of: 'shifts' })).toBe(
    'shift.max 4, The image: sandal (5) becomes class 9 in 33.3 % of shifts',
  );
});

test('without shifts there are words, and the text that adds the pictures', () => {
  const section = flipsSection([{ ...flip, image: '<b>' }], 'e');
  expect(section).toContain('<li>&lt;b&gt;: sandal (5) becomes class 9 in 40 % of trials</li>');
  expect(section).toContain('tables: [summary, decisions]');
  expect(section).not.toContain('<img');
  expect(flipsSection([], 'e')).toBe('');
});

test('with shifts both pictures stand beside the words', () => {
  const picture = (value: number) => ({ shape: [1, 1, 1] as const, data: Float32Array.of(value) });
  const pictured = { ...flip, shift: [-1, 2] as const, pictures: [picture(1), picture(0)] as const };
  const section = flipsSection([pictured as never, flip], 'e');
  expect(section.match(/<img /g)).toHaveLength(2);
  expect(section).toContain('alt="a.png, unshifted: sandal (5)"');
  expect(section).toContain('alt="a.png, shifted: (−1, 2): class 9"');
  expect(section).toContain('<small>(−1, 2): class 9</small>');
  expect(section).not.toContain('tables:');
});
