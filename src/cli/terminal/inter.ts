import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The scripts that a picture can show, such as in names of variants. */
const SCRIPTS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'];

/** The files of the font Inter that the package brings, a file for each script. */
export function interFiles(weight: 400 | 600, form: 'woff' | 'woff2'): Promise<Uint8Array[]> {
  const require = createRequire(import.meta.url);
  return Promise.all(
    SCRIPTS.map((script) =>
      readFile(require.resolve(`@fontsource/inter/files/inter-${script}-${weight}-normal.${form}`)),
    ),
  );
}
