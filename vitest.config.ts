import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const report = process.env.COINCIDE_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build.ts',
    testTimeout: 30_000,
    // By default one less than there are cores: of two, that is a test file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    retry: 0,
    // For counting, as JSON beside what is printed.
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/cli/**'],
      reporter: ['text-summary'],
    },
  },
});
