import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
};

/** An `@example` that is code: what it runs, and what its comments say of it. */
export interface CodeExample {
  /** Path from `src/`. */
  file: string;
  /** The function that it shows. */
  name: string;
  code: string;
}

/** The examples of exported functions and methods that are code; others are sentences, or have an ellipsis. */
export function codeExamples(src: string, file: string): CodeExample[] {
  const text = readFileSync(join(src, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: CodeExample[] = [];
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) {
      const name = (node as { name?: ts.Node }).name?.getText();
      if (tag.tagName.text !== 'example' || !name) continue;
      const code = (ts.getTextOfJSDocComment(tag.comment) ?? '').replace(/\n+Source: [\s\S]*/, '');
      const calls = new RegExp(`(?<![\\w$])${name}\\(`).test(code);
      if (calls && isExported(node) && parsed(code)) found.push({ file, name, code });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * The code of an example, where a comment behind an expression that is a value itself becomes a call of `same`.
 *
 * @example checkedCode('double(2) // 4') // 'same(await (double(2)), () => (4));'
 */
export function checkedCode(code: string): string {
  const source = parsed(code)!;
  const pieces = source.statements.map((statement, i, all) => {
    const text = statement.getText(source);
    const behind = code.slice(statement.end, all[i + 1]?.getStart(source) ?? code.length);
    const value = valueIn(behind);
    if (!ts.isExpressionStatement(statement) || value === undefined) return text;
    return `same(await (${statement.expression.getText(source)}), () => (${value}));`;
  });
  return pieces.join('\n');
}

/** The value that a comment begins with; `… // 4; undefined if it is not given` has 4. */
function valueIn(comment: string): string | undefined {
  const [, text] = /^\s*\/\/ ([\s\S]+)/.exec(comment) ?? [];
  const candidates = text && !text.includes('…') ? [text, text.split('\n')[0]!, text.split('; ')[0]!] : [];
  return candidates.find((one) => parsed(`(${one});`)?.statements.length === 1);
}

function parsed(code: string): ts.SourceFile | undefined {
  const { diagnostics } = ts.transpileModule(code, { reportDiagnostics: true, compilerOptions });
  return diagnostics?.length
    ? undefined
    : ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
}

function isExported(node: ts.Node): boolean {
  const flags = ts.getCombinedModifierFlags(node as ts.Declaration);
  return (flags & ts.ModifierFlags.Export) !== 0 || ts.isMethodDeclaration(node);
}
