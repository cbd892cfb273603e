import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import pluginLicense from 'rollup-plugin-license';
import { defineConfig } from 'tsdown';

/** The digest of all sources: what is computed by other code is not taken from a cache. */
const hash = createHash('sha256');
for (const name of (readdirSync('src', { recursive: true }) as string[]).sort())
  if (name.endsWith('.ts')) hash.update(`${name}\n`).update(readFileSync(join('src', name)));
const build = hash.digest('hex').slice(0, 16);

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Packages of many small files, which take longer to find than to run: in one file for each occasion. */
const bundled = {
  arguments: [
    'yargs',
    'yargs-parser',
    'y18n',
    'cliui',
    'escalade',
    'get-caller-file',
    'string-width',
    'strip-ansi',
    'wrap-ansi',
    'ansi-regex',
    'ansi-styles',
    'emoji-regex',
    'get-east-asian-width',
    'picocolors',
    'fastest-levenshtein',
  ],
  reading: ['yaml', 'valibot', 'seedrandom'],
  running: ['csv-stringify', 'safe-stable-stringify'],
};
const NAMED = new RegExp(`^(?:${Object.values(bundled).flat().join('|')})(?:/|$)`);
const within = (names: readonly string[]) => new RegExp(`/node_modules/(?:${names.join('|')})/`);

// Its types are those of a module with a default; it is the function itself.
const license = pluginLicense as unknown as typeof pluginLicense.default;

/** The files of src/ that a file loads as it is loaded, itself among them. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const imports = /^(?:import|export) (?!type )[^;]*? from '(\.[^']*)';/gm;
  for (const [, path] of readFileSync(file, 'utf8').matchAll(imports))
    loadedWith(join(dirname(file), path!), found);
  return found;
}

/** What most commands load of src/: in one file for each occasion too. A file is in the first group that has it. */
const together = {
  starting: ['src/cli/main.ts'],
  reading: ['src/cli/arguments/read_experiments.ts'],
  running: ['src/cli/run/run_files.ts', 'src/cli/run/run_read.ts', 'src/cli/threads/unit_caches.ts'],
  models: ['src/model/loaded.ts', 'src/model/open.ts'],
};

function groupOf(name: string, files: readonly string[]) {
  const all = new Set(files.flatMap((file) => [...loadedWith(file)]));
  // It waits for the others, which must not wait for it.
  all.delete('src/cli/main.ts');
  return { name, test: (id: string) => all.has(relative(process.cwd(), id)) };
}

/** Bundled packages say `after` where they say `before`: where none of them does any more, the build fails. */
function replacing(file: RegExp, before: string, after: string) {
  let found = false;
  return {
    name: `replacing ${before}`,
    transform(code: string, id: string) {
      if (!file.test(id) || !code.includes(before)) return undefined;
      found = true;
      return code.replace(before, () => after);
    },
    buildEnd(error?: Error) {
      if (!error && !found) throw new Error(`No file ${file} says ${before} any more.`);
    },
  };
}

const SHIM = /\/yargs\/lib\/platform-shims\/esm\.mjs$/;

/** yargs looks for its words beside itself: what is bundled finds them in the bundle's folder, and nowhere else. */
const words = replacing(SHIM, `'../../../locales'`, `'../locales'`);

/**
 * yargs reads the folder it is in and all above it for a package.json with a version, before it is told one, and states
 * what it takes for granted with Node's `assert`, which takes longer to load than the arguments to read.
 */
const guesses = [
  replacing(SHIM, 'findUp: escalade', 'findUp: () => undefined'),
  replacing(
    SHIM,
    `import { notStrictEqual, strictEqual } from 'assert'`,
    `function notStrictEqual(a, b, message) { if (a === b) throw new Error(message); }
     function strictEqual(a, b, message) { if (a !== b) throw new Error(message); }`,
  ),
];

/** yaml as modules, without the functions that nothing uses, and seedrandom without its other generators. */
const smaller = {
  yaml: 'node_modules/yaml/browser/dist/index.js',
  seedrandom: 'node_modules/seedrandom/seedrandom.js',
};

const parts = {
  name: 'parts of packages',
  resolveId: {
    order: 'pre' as const,
    handler: (id: string, importer = '') =>
      Object.hasOwn(smaller, id) && !importer.endsWith('.d.ts')
        ? resolve(smaller[id as keyof typeof smaller])
        : null,
  },
};

/**
 * What knows the languages of the world takes longer to make than the arguments to read, even where it only stands in
 * the text; it is needed only for help and tables that are not plain ASCII.
 */
const languages = [
  replacing(
    /\/string-width\/index\.js$/,
    'new Intl.Segmenter()',
    '{ segment: (text) => (segmenter.made ??= new Intl.Segmenter()).segment(text) }',
  ),
  replacing(
    /\/string-width\/index\.js$/,
    String.raw`/^\p{RGI_Emoji}$/v`,
    String.raw`{ test: (text) => (rgiEmojiRegex.made ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text) }`,
  ),
];

export default defineConfig(({ outDir: folder = 'dist' }) => ({
  entry: {
    cli: 'src/cli/main.ts',
    worker: 'src/cli/threads/worker.ts',
    index: 'src/index.ts',
    vitest: 'src/vitest.ts',
  },
  platform: 'node',
  target: 'node20.19',
  dts: true,
  define: { __VERSION__: JSON.stringify(version), __BUILD__: JSON.stringify(build) },
  fixedExtension: false,
  deps: {
    // Types stay where they are asked for.
    alwaysBundle: (id, importer = '') => !importer.endsWith('.d.ts') && NAMED.test(id),
  },
  outputOptions: {
    // Editors read those of the types.
    comments: { jsdoc: false },
    codeSplitting: {
      groups: [
        ...Object.entries(bundled).map(([name, names]) => ({
          name: `packages-${name}`,
          test: within(names),
        })),
        ...Object.entries(together).map(([name, files]) => groupOf(name, files)),
      ],
    },
  },
  copy: [{ from: 'node_modules/yargs/locales/en.json', to: `${folder}/locales` }],
  plugins: [
    words,
    ...guesses,
    parts,
    ...languages,
    license({ thirdParty: { output: `${folder}/third-party-licenses.txt` } }),
  ],
  // It would tell each time that the types take most of it, and that a file is loaded later in the sources which
  // `together` puts among those that most commands load.
  inputOptions: { checks: { pluginTimings: false, ineffectiveDynamicImport: false } },
}));
