import { statSync } from 'node:fs';
import { UserError } from '../../core/error.ts';
import { formatMistake } from '../../core/mistake.ts';
import { shellWord } from '../../core/shell_word.ts';

/** Whether `--out` names stdout or another stream, such as a pipe, which takes one table; else it names a folder. */
export function isStream(out: string): boolean {
  if (out === '-' || out === '/dev/stdout' || /^\/(?:dev|proc\/self)\/fd\/\d+$/.test(out)) return true;
  const there = statSync(out, { throwIfNoEntry: false });
  return there !== undefined && (there.isFIFO() || there.isCharacterDevice());
}

/** What writes a file of some ending, where `--out` is a folder. */
const WRITES: Readonly<Record<string, (file: string) => string>> = {
  '.csv': (file) => `-o - > ${file} writes the table alone, --combine ${file} that of all experiments`,
  '.json': (file) => `--json > ${file} writes everything`,
  '.tex': (file) => `--latex ${file} writes a table`,
  '.html': (file) => `coincide report -o ${file} writes a page`,
  '.md': (file) => `coincide report -o ${file} writes a page`,
  '.svg': (file) => `coincide plot FILE -o ${file} draws a figure`,
  '.png': (file) => `coincide plot FILE -o ${file} draws a figure`,
  '.pdf': (file) => `coincide plot FILE -o ${file} draws a figure`,
};

/**
 * Fails where `--out` names a file by its ending, and no folder of this name is there.
 *
 * @throws UserError
 */
export function requireFolderName(out: string): void {
  const ending = Object.keys(WRITES).find((one) => out.toLowerCase().endsWith(one));
  if (ending === undefined || statSync(out, { throwIfNoEntry: false })?.isDirectory()) return;
  const remedy = WRITES[ending]!(shellWord(out));
  throw new UserError(
    formatMistake({ place: `--out ${out}`, expected: 'the folder of the results', remedy }),
  );
}
