import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

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
  // It would tell each time that the types take most of it.
  inputOptions: { checks: { pluginTimings: false } },
});
