import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';

/**
 * Compares the results of two backends: `tsx tools/compare_results.ts results OTHER`. Those of exact stacks, whose
 * packages name no backend, must have the same bytes; of others all but measured numbers, which may differ in their
 * last digits.
 */
const [expected = '', actual = ''] = process.argv.slice(2);
const different: string[] = [];
let same = 0;

for (const path of packagesBelow(expected)) {
  const { backend, resources } = JSON.parse(readFileSync(join(expected, path), 'utf8'));
  const exact = backend === undefined;
  for (const { path: file, schema } of resources) {
    const table = join(dirname(path), file);
    const [a, b] = [expected, actual].map((folder) => readFileSync(join(folder, table)));
    const agree = exact ? a!.equals(b!) : close(rowsOf(a!), rowsOf(b!), schema.fields);
    if (agree) same++;
    else different.push(`${table} differs${exact ? '' : ' by more than rounding'}`);
  }
  if (exact && !readFileSync(join(expected, path)).equals(readFileSync(join(actual, path))))
    different.push(`${path} differs`);
}
const missing = packagesBelow(actual).filter((path) => !packagesBelow(expected).includes(path));
different.push(...missing.map((path) => `${path} is not in ${expected}`));

for (const line of different) console.error(line);
console.log(`${same} tables of ${actual} agree with ${expected}, ${different.length} do not`);
process.exitCode = same > 0 && different.length === 0 ? 0 : 1;

function packagesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.datapackage.json')).sort();
}

function rowsOf(table: Buffer): string[][] {
  return parse(table);
}

/** Whether cells are equal, or numbers apart by no more than single precision. */
function close(a: string[][], b: string[][], fields: { type: string }[]): boolean {
  const near = (x: string, y: string) =>
    Math.abs(Number(x) - Number(y)) <= 1e-5 * Math.max(1, Math.abs(Number(x)));
  return (
    a.length === b.length &&
    a.every((row, r) =>
      row.every((cell, c) => {
        const other = b[r]![c]!;
        const rounded = r > 0 && fields[c]!.type === 'number' && cell !== '' && other !== '';
        return cell === other || (rounded && near(cell, other));
      }),
    )
  );
}
