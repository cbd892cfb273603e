import { readFileSync } from 'node:fs';
import pluginLicense from 'rollup-plugin-license';
import { defineConfig } from 'tsdown';

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
  reading: ['yaml', 'valibot'],
  running: ['csv-stringify', 'safe-stable-stringify', 'seedrandom'],
};
const NAMED = new RegExp(`^(?:${Object.values(bundled).flat().join('|')})(?:/|$)`);
const within = (names: readonly string[]) => new RegExp(`/node_modules/(?:${names.join('|')})/`);

// Its types are those of a module with a default; it is the function itself.
const license = pluginLicense as unknown as typeof pluginLicense.default;

/** yargs looks for its words beside itself: what is bundled finds them in the bundle's folder, and nowhere else. */
const words = {
  name: 'words-of-yargs',
  transform(code: string, id: string) {
    if (!/\/yargs\/lib\/platform-shims\/esm\.mjs$/.test(id)) return undefined;
    if (!code.includes(`'../../../locales'`)) throw new Error('yargs looks for its words elsewhere now.');
    return code.replace(`'../../../locales'`, `'../locales'`);
  },
};

export default defineConfig({
  entry: {
    cli: 'src/cli/main.ts',
    worker: 'src/cli/worker.ts',
    index: 'src/index.ts',
    vitest: 'src/vitest.ts',
  },
  platform: 'node',
  target: 'node20.19',
  dts: true,
  define: { __VERSION__: JSON.stringify(version) },
  fixedExtension: false,
  deps: {
    // Types stay where they are asked for.
    alwaysBundle: (id, importer = '') => !importer.endsWith('.d.ts') && NAMED.test(id),
  },
  outputOptions: {
    codeSplitting: {
      groups: Object.entries(bundled).map(([name, names]) => ({
        name: `packages-${name}`,
        test: within(names),
      })),
    },
  },
  copy: [{ from: 'node_modules/yargs/locales/en.json', to: 'dist/locales' }],
  plugins: [words, license({ thirdParty: { output: 'dist/third-party-licenses.txt' } })],
  // It would tell each time that the types take most of it.
  inputOptions: { checks: { pluginTimings: false } },
});
