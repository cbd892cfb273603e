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

const project = (name: string, include: string[], globalSetup: string[]): TestProjectConfiguration => ({
  extends: true,
  test: { name, include, globalSetup },
});

export default defineConfig({
  test: {
    projects: [
      project(
        'source',
        files.filter((file) => !isBuilt(file)),
        [],
      ),
      project('built', files.filter(isBuilt), ['test/support/cli/build.ts']),
    ],
    globalSetup: 'test/support/prepare.ts',
    setupFiles: 'test/support/limits.ts',
    // By default one less than there are cores: of two, that is a test file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    retry: 0,
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
