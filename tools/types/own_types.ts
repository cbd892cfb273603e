import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FROM = /from (["'])@tensorflow\/tfjs-core\1/;
/** A typed array with a type parameter, which TypeScript has since 5.7 only; a kind whose function states its type has none. */
const SINCE_5_7 = /\b\w+Array<ArrayBuffer\w*>/;

/**
 * Makes the types of a built package name no types of TensorFlow.js, which do not compile with `skipLibCheck: false`, but
 * those of `tensorflow.d.ts` beside them.
 *
 * @throws Error if no file named them: then this is needed no more, or names them in another way; or if a type needs
 * TypeScript 5.7
 */
export function withoutTypesOfTensorFlow(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.d.ts'));
  for (const name of files) {
    const [found] = SINCE_5_7.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    if (found) throw new Error(`${name} has ${found}, which TypeScript knows since 5.7 only.`);
  }
  const naming = files.filter((name) => FROM.test(readFileSync(join(folder, name), 'utf8')));
  if (naming.length === 0) throw new Error(`No file of types in ${folder} names @tensorflow/tfjs-core.`);
  for (const name of naming) {
    const path = join(folder, name);
    const text = readFileSync(path, 'utf8')
      .replace(FROM, 'from "./tensorflow.js"')
      .replaceAll('typeof tfjs', 'tfjs.TensorFlow');
    writeFileSync(path, text);
  }
  copyFileSync(fileURLToPath(new URL('tensorflow.d.ts', import.meta.url)), join(folder, 'tensorflow.d.ts'));
}
