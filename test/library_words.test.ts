import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { project } from './support/files.ts';

/** Files of the library whose texts name an option: each is told by the caller that it is the command line. */
const ASKED = [
  // Defaults of arguments that functions of the library replace.
  'src/backend/load.ts',
  'src/experiment/disk/disk.ts',
  // Only `--providers`, `--set` and paths of the command line lead there.
  'src/model/onnx/session.ts',
  'src/experiment/remedies/overrides.ts',
  'src/experiment/disk/find.ts',
  'src/experiment/disk/standard_input.ts',
  'src/experiment/disk/files.ts',
];

/** The files that `index.ts` and `vitest.ts` import, at once or later. */
function libraryFiles(): string[] {
  const found = new Set<string>(['src/index.ts', 'src/vitest.ts']);
  for (const file of found) {
    const text = readFileSync(join(project, file), 'utf8');
    for (const [line, path] of text.matchAll(/^(?!import type).*?(?:from|import\()\s*'(\.[^']+)'/gm)) {
      if (!line.startsWith('export type') && !path!.includes('assembly'))
        found.add(join(dirname(file), path!));
    }
  }
  return [...found];
}

/** Options of our command line in the texts of a file: `--backend`, but not those of another program or installer. */
function optionsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(project, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const ours =
        /(?<!\b(?:python|npm|coincide|Node) [^;]*)--(?!onnxruntime-node)[a-z]+\b(?! of coincide)/.test(
          node.text,
        );
      if (ours) found.push(`${relative('src', file)}: ${node.text.trim()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no message of the library names an option of the command line, unless the command line asked', () => {
  const files = libraryFiles();
  expect(files.length).toBeGreaterThan(200);
  const naming = files.filter((file) => !ASKED.includes(file)).flatMap(optionsIn);
  expect(naming).toEqual([]);
  expect(ASKED.filter((file) => optionsIn(file).length === 0)).toEqual([]);
});
