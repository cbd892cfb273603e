import { build } from 'tsdown';
import './compile_simd.ts';

/**
 * Builds the package as tsdown.config.ts says: `tsx tools/build.ts [--no-types] [FOLDER]`, by default into dist/. (The
 * command line of tsdown warns on Node 20.) Types take most of the time.
 */
const [folder = 'dist'] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
await build({ logLevel: 'warn', outDir: folder, dts: !process.argv.includes('--no-types') });
