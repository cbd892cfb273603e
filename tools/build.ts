import { build } from 'tsdown';
import './compile_simd.ts';

// Builds dist/ as tsdown.config.ts says. The command line of tsdown would warn on Node 20, which it still supports.
await build({ logLevel: 'warn' });
