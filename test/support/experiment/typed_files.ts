import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/error.ts';
import { parseExperiment } from '../../../src/experiment/read.ts';

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
