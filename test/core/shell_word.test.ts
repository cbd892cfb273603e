import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from '../../src/core/shell_word.ts';

test('a shell reads the word as it was', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.constantFrom(...'aZ0 ./\\$`!"\'*?;&|<>(){}[]#~=%,:@+-ş\n\t'), maxLength: 12 }),
        { minLength: 1, maxLength: 40 },
      ),
      (words) => {
        const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
        const read = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
        expect(read).toEqual(words);
      },
    ),
    { numRuns: 30 },
  );
});

test('words that a shell does not change stay bare', () => {
  expect(shellWord('experiments/circle.yaml')).toBe('experiments/circle.yaml');
  expect(shellWord('my file.yaml')).toBe('"my file.yaml"');
  expect(shellWord('a$b')).toBe("'a$b'");
});
