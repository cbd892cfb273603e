import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const report = process.env.COINCIDE_TEST_REPORT;
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `test/${file.replaceAll('\\', '/')}`)
  .sort();

/** A test of the built package imports the module that names it. All other tests run on the source. */
const isBuilt = (file: string) => /from '[./]+\/support\/cli\/coincide\.ts'/.test(readFileSync(file, 'utf8'));

/** A test that replaces modules or globals, which would reach the next file of its process. It runs on the source. */
const isApart = (file: string) =>
  /\bvi\.(mock|doMock|resetModules|stubGlobal)\(|support\/counting\.ts'/.test(readFileSync(file, 'utf8'));

/** Test files of one process share its modules, unless `isolate` gives each a process of its own. */
const project = (
  name: string,
  include: string[],
  { isolate = false, globalSetup = [] as string[] } = {},
): TestProjectConfiguration => ({ extends: true, test: { name, include, isolate, globalSetup } });

const apart = files.filter(isApart);
const rest = files.filter((file) => !isApart(file));

export default defineConfig({
  test: {
    projects: [
      project(
        'source',
        rest.filter((file) => !isBuilt(file)),
      ),
      project('built', rest.filter(isBuilt), { globalSetup: ['test/support/cli/build.ts'] }),
      project('apart', apart, { isolate: true }),
    ],
    globalSetup: 'test/support/prepare.ts',
    setupFiles: 'test/support/limits.ts',
    // By default one less than there are cores: of two, that is a test file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Chromium itself ends with a segmentation fault now and then. A page that crashes it by what it does crashes it twice.
    retry: { count: 1, condition: /\b(?:Target|Page) crashed/ },
    // For counting, as JSON beside what is printed.
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // What runs in a browser alone is tested there, which is not counted.
      exclude: ['src/playground/**', 'src/report/script/**'],
      reporter: ['text-summary'],
      // The tests of the built command line run in processes of their own, which are not counted.
      thresholds: { lines: 78, functions: 78, statements: 76, branches: 74 },
    },
  },
});
