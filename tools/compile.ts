/** Makes the modules that are compiled from other sources: `npm run simd`. They are in no commit. */
import './compile_simd.ts';
import './bundle_page_script.ts';
