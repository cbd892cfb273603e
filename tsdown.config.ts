import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  platform: 'node',
  target: 'node20.19',
  dts: true,
  fixedExtension: false,
});
