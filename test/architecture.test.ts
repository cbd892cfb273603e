import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { reporterNames } from '../src/check/reporters/names.ts';
import { reporters } from '../src/check/reporters/registry.ts';
import { comparisons } from '../src/compare/registry.ts';
import { images } from '../src/image/registry.ts';
import { layers } from '../src/layers/registry.ts';
import type { MeasureColumn } from '../src/measure/kind.ts';
import { measures } from '../src/measure/registry.ts';
import { slashed } from '../src/results/system_paths.ts';
import { tables } from '../src/results/tables/registry.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = typescriptBelow(src);

/** The floors, from the ground up. A floor imports from lower ones only; the root of `src/` stands on all of them. */
const floors = [
  'core',
  'simd',
  'shift',
  'image',
  'backend',
  'model',
  'picture',
  'layers',
  'compare',
  'engine',
  'measure',
  'results',
  'expect',
  'plot',
  'experiment',
  'run',
  'units',
  'check',
  'report',
  'playground',
  'cli',
];
const root = ['index.ts', 'vitest.ts'];

const place = (file: string) => file.split('/')[0]!;

function importsOf(file: string): { path: string; line: string }[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([line, path]) => ({ path: path!, line }));
}

/** The modules that a file imports when it is loaded, without those that it imports later or for types alone. */
function staticImportsOf(file: string): string[] {
  if (!/\.tsx?$/.test(file)) return [];
  const { statements } = ts.createSourceFile(
    file,
    readFileSync(join(src, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  return statements.flatMap((statement) => {
    if (
      ts.isImportDeclaration(statement) &&
      statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword
    )
      return [(statement.moduleSpecifier as ts.StringLiteral).text];
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.isTypeOnly)
      return [(statement.moduleSpecifier as ts.StringLiteral).text];
    return [];
  });
}

describe('the architecture', () => {
  test('gives every file a floor', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => !floors.includes(place(file)) && !root.includes(file))).toEqual([]);
  });

  test('lets a floor import from lower floors only, types included', () => {
    const upward = files.flatMap((file) =>
      importsOf(file)
        .filter(({ path }) => path.startsWith('.'))
        .map(({ path }) => relative(src, join(src, dirname(file), path)))
        .filter((target) => place(target) !== place(file))
        .filter((target) => !isLower(target, file))
        .map((target) => `${file} imports ${target}`),
    );
    expect(upward).toEqual([]);
  });

  test('has no circles of imports, types included', () => {
    const targets = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ path }) => path.startsWith('.'))
          .map(({ path }) => relative(src, join(src, dirname(file), path))),
      ]),
    );
    const done = new Set<string>();
    const circleFrom = (file: string, path: readonly string[]): readonly string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return undefined;
      for (const target of targets.get(file) ?? []) {
        const circle = circleFrom(target, [...path, file]);
        if (circle) return circle;
      }
      done.add(file);
      return undefined;
    };
    expect(files.map((file) => circleFrom(file, [])).find((circle) => circle) ?? []).toEqual([]);
  });

  test('lets other floors into the engine by its door only, and into SIMD through the engine and the loops', () => {
    const behind = files.flatMap((file) =>
      importsOf(file)
        .filter(({ path }) => path.startsWith('.'))
        .map(({ path }) => relative(src, join(src, dirname(file), path)))
        .filter((target) => place(target) !== place(file))
        .filter((target) => place(target) === 'engine' || place(target) === 'simd')
        .filter((target) => target !== 'engine/engine.ts')
        .filter((target) => place(target) !== 'simd' || !/^(engine|layers\/loops)\//.test(file))
        .map((target) => `${file} imports ${target}`),
    );
    expect(behind).toEqual([]);
  });

  test('keeps Node out of all that runs in a browser too', () => {
    const knowNode = files.filter((file) => importsOf(file).some(({ path }) => path.startsWith('node:')));
    const allowed = (file: string) =>
      ['cli', 'backend'].includes(place(file)) ||
      [
        'results/folder_lock.ts',
        'units/cache_files.ts',
        'units/manifest.ts',
        'units/merge.ts',
        'units/queue/post.ts',
        'units/queue/store.ts',
        'units/queue/store_packer.ts',
        'units/unit_cache.ts',
        'units/unit_files.ts',
        'units/unit_id.ts',
        'units/unit_lines.ts',
        'results/make_folder.ts',
        'results/process_mark.ts',
        'results/read_whole.ts',
        'results/store.ts',
        'results/write_whole.ts',
        'results/stored.ts',
        'results/system_paths.ts',
        'check/check_file.ts',
        'experiment/disk/disk.ts',
        'experiment/disk/meant_path.ts',
        'experiment/disk/zlib_state.ts',
        'experiment/disk/files.ts',
        'experiment/disk/find.ts',
        'experiment/disk/glob.ts',
        'experiment/disk/other_file.ts',
      ].includes(file);
    expect(knowNode.filter((file) => !allowed(file))).toEqual([]);
  });

  test.each([
    ['the library', 'index.ts'],
    ['the playground', 'playground/main.tsx'],
    ["the playground's worker", 'playground/worker/worker.ts'],
  ])('reaches no module of Node from the entry of %s, so that browsers can import it', (_, entry) => {
    const reached = new Set<string>();
    const pending = [entry];
    for (let file = pending.pop(); file; file = pending.pop()) {
      if (reached.has(file)) continue;
      reached.add(file);
      for (const path of staticImportsOf(file))
        pending.push(path.startsWith('.') ? relative(src, join(src, dirname(file), path)) : path);
    }
    expect(reached.size).toBeGreaterThan(40);
    expect([...reached].filter((path) => path.startsWith('node:'))).toEqual([]);
  });

  test('imports TensorFlow.js as a type only, but for the backends', () => {
    const imports = files
      .filter((file) => place(file) !== 'backend')
      .filter((file) => /import (?!type)[^;]*'@tensorflow/.test(readFileSync(join(src, file), 'utf8')));
    expect(imports).toEqual([]);
  });

  test('ends the process in one place, for errors that nothing catches, and sets its exit code in one', () => {
    const texts = files.map((file) => [file, readFileSync(join(src, file), 'utf8')] as const);
    expect(texts.filter(([, text]) => /process\.exit\(/.test(text)).map(([file]) => file)).toEqual([
      'cli/main.ts',
    ]);
    expect(texts.filter(([, text]) => /process\.exitCode =/.test(text)).map(([file]) => file)).toEqual([
      'cli/main.ts',
    ]);
  });

  test('branches on no kind by its name outside the file of that kind', () => {
    const names = [...Object.keys(layers), ...Object.keys(images)].join('|');
    const branching = new RegExp(`(?:===|!==|case) '(?:${names})'`);
    // The words in model/ are those of Keras and ONNX.
    const own = files.filter((file) => place(file) !== 'model');
    const found = own.filter((file) => branching.test(readFileSync(join(src, file), 'utf8')));
    expect(found).toEqual([]);
  });
});

describe('a name at the top of a file', () => {
  /** The names that several files declare on purpose. */
  const deliberate: Record<string, readonly string[]> = {
    // A command and its function.
    check: ['check/check.ts', 'cli/check/check.ts'],
    run: ['cli/run/run.ts', 'run/run.ts'],
    // A measure, and the table or the registry of the same name.
    images: ['image/registry.ts', 'measure/images.ts', 'results/tables/images.ts'],
    decisions: ['measure/decisions.ts', 'results/tables/decisions.ts'],
    // A layer of ours, and the activation of Keras.
    softmax: ['layers/softmax.ts', 'model/keras/layers/activation_options.ts'],
  };

  test('means one thing: no other file declares it, but for a few on purpose', () => {
    const declaredIn = new Map<string, Set<string>>();
    for (const file of [...files].sort())
      for (const name of topLevelNames(join(src, file)))
        declaredIn.set(name, (declaredIn.get(name) ?? new Set()).add(file));
    expect(declaredIn.size).toBeGreaterThan(1000);
    const repeated = [...declaredIn]
      .filter(([, where]) => where.size > 1)
      .map(([name, where]) => [name, [...where]]);
    expect(Object.fromEntries(repeated)).toEqual(deliberate);
    expect(repeated.length).toBeLessThanOrEqual(20);
  });
});

describe('an exported function', () => {
  test('says in a comment what it gives', () => {
    const silent = files.flatMap((file) =>
      silentFunctions(join(src, file)).map((name) => `${file}: ${name}`),
    );
    expect(silent).toEqual([]);
  });
});

describe('every kind', () => {
  const home = join(src, '..');
  const read = (path: string) => readFileSync(join(home, path), 'utf8');
  const reference = read('docs/reference.md');
  const ci = read('docs/ci.md');
  const reportersTest = read('test/check/reporters.test.ts');
  const hasTest = (path: string) => existsSync(join(home, 'test', `${path}.test.ts`));

  /** What is missing of a kind, in phrases. */
  const families: Record<string, { kinds: object; missing(name: string, kind: any): (string | false)[] }> = {
    image: { kinds: images, missing: (name) => [...ownTest('image', name), ...heading(name)] },
    layers: { kinds: layers, missing: (name) => [...ownTest('layers', name), ...heading(name)] },
    compare: { kinds: comparisons, missing: (name) => [...ownTest('compare', name), ...heading(name)] },
    measure: {
      kinds: measures,
      missing: (name, { columns }) => [
        ...ownTest('measure', name),
        ...Object.entries<MeasureColumn>(columns).map(
          ([column, { hidden }]) =>
            !hidden &&
            !reference.includes(`| \`${column}\` |`) &&
            `the column ${column} in docs/reference.md`,
        ),
        ...(Object.keys(columns).length === 0 ? heading(name) : []),
      ],
    },
    'check/reporters': {
      kinds: reporters,
      missing: (name) => [
        !reportersTest.includes(`reporters.${name}.format(`) && 'a test in test/check/reporters.test.ts',
        !reporterNames.some((known) => known === name) && 'its name in src/check/reporters/names.ts',
        !ci.includes(`| \`${name}\` |`) && 'a line in docs/ci.md',
      ],
    },
    'results/tables': {
      kinds: tables,
      missing: (name) => [
        ...ownTest('results/tables', name),
        !reference.includes(`## Columns of NAME${name === 'summary' ? '' : `.${name}`}.csv\n`) &&
          'a section in docs/reference.md',
      ],
    },
  };

  function ownTest(folder: string, name: string): (string | false)[] {
    return [!hasTest(`${folder}/${name}`) && `test/${folder}/${name}.test.ts`];
  }

  function heading(name: string): (string | false)[] {
    return [!reference.includes(`### ${name}\n`) && 'a section in docs/reference.md'];
  }

  test.each([
    ['measure', []],
    ['layers', ['define', 'pointwise']],
  ])('%s/ holds its kinds and how to define one; what they need is in its folders', (folder, ways) => {
    const files = readdirSync(join(src, folder)).filter((file) => file.endsWith('.ts'));
    const names = [...Object.keys(families[folder]!.kinds), 'kind', 'registry', ...ways];
    expect(files.sort()).toEqual(names.map((name) => `${name}.ts`).sort());
  });

  const all = Object.entries(families).flatMap(([folder, { kinds }]) =>
    Object.keys(kinds).map((name) => [folder, name] as const),
  );

  test.each(all)('%s/%s has its own file, a test, and a place in the docs', (folder, name) => {
    const { kinds, missing } = families[folder]!;
    const file = `src/${folder}/${name}.ts`;
    const lacking = [
      !existsSync(join(home, file)) && file,
      ...missing(name, kinds[name as keyof typeof kinds]),
    ].filter((phrase) => phrase !== false);
    expect(lacking, `${folder}/${name} lacks`).toEqual([]);
  });
});

describe('the tests', () => {
  const folder = join(src, '../test');
  const all = typescriptBelow(folder);
  const isTest = (file: string) => file.endsWith('.test.ts');
  const isSupport = (file: string) => /^(?:support|fixtures)\//.test(file);

  test('are apart from what supports them', () => {
    expect(all.filter((file) => isTest(file) === isSupport(file))).toEqual([]);
  });

  test('reach the built package by one module, by which vitest.config.ts knows that they need a build', () => {
    const named = /(?:project|root), 'dist|\.\.\/dist|cli\/build\.ts/;
    const imported = /from '[./]+\/(?:support\/)?cli\/coincide\.ts'/;
    const found = all
      .filter((file) => !['support/cli/coincide.ts', 'architecture.test.ts'].includes(file))
      .filter((file) => {
        const text = readFileSync(join(folder, file), 'utf8');
        if (isSupport(file)) return named.test(text) || imported.test(text);
        return named.test(text) && !imported.test(text);
      });
    expect(found).toEqual([]);
  });
});

function typescriptBelow(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => /\.tsx?$/.test(path)).map((path) => slashed(path));
}

/** The functions, classes, types and variables that a file declares outside all blocks, exported or not. */
function topLevelNames(path: string): string[] {
  const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
    const { name } = statement as { name?: ts.Node };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

/** The exported functions of a file without a comment; one comment is enough for all forms of a function. */
function silentFunctions(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement, i, all) => {
    if (!ts.isFunctionDeclaration(statement)) return [];
    if (statement.modifiers?.[0]?.kind !== ts.SyntaxKind.ExportKeyword) return [];
    const before = all[i - 1];
    const isFurther =
      before && ts.isFunctionDeclaration(before) && before.name?.text === statement.name?.text;
    return isFurther || ts.getLeadingCommentRanges(text, statement.pos) ? [] : [statement.name!.text];
  });
}

/** The names of `a`, of `{ a, b: c }` or of `[a, c]`. */
function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : boundNames(one.name)));
}

function isLower(target: string, file: string): boolean {
  if (root.includes(target)) return false;
  return root.includes(file) || floors.indexOf(place(target)) < floors.indexOf(place(file));
}
