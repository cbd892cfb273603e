import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { parseExperiment } from '../../../src/experiment/read.ts';

/** The sections of a valid file. */
export const image = 'image: circle';
export const shift = 'shift: { max: 3 }';
export const pool = 'pool: { type: max_pool, depth: 4 }';

/** The text of a file. */
export const lines = (...some: string[]) => `${some.join('\n')}\n`;
/** A valid file with other lines in place of one, or behind it. */
export const withImage = (text: string) => lines(text, shift, pool);
export const withShift = (text: string) => lines(image, text, pool);
export const withPool = (text: string) => lines(image, shift, text);
export const file = (...more: string[]) => lines(image, shift, pool, ...more);
export const claim = (text: string) => file('expect:', `  - ${text}`);
/** The valid file. */
export const right = file();

/** What the refusal of a file says; empty for a valid file. */
export function refusalOf(text: string): string {
  try {
    parseExperiment(text);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}

/** @param cases a wrong file, what its refusal says, and the file with the text that it says to write */
export function testTypedFiles(cases: readonly (readonly [string, string, string])[]): void {
  test.each(cases)(
    '%j is refused with a place and the text to write, and that text is right',
    (wrong, said, mended) => {
      const message = refusalOf(wrong);
      expect(message).toContain(said);
      expect(message).toMatch(/^\S+:\d+:\d+: /);
      expect(refusalOf(mended)).toBe('');
    },
  );
}
