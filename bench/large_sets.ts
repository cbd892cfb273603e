/**
 * `npm run bench:sets`: time and peak memory of `coincide run` on sets of 2,000, 20,000 and 60,000 pictures of 28², in the
 * middle of 36², through 81 shifts and three max pools. `-- N` takes one set of N pictures.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from './coincide.ts';
import { idxOf } from './idx.ts';
import { peakOf } from './processes.ts';

const given = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'coincide-bench-'));
try {
  for (const pictures of given.length > 0 ? given : [2_000, 20_000, 60_000]) {
    writeFileSync(join(folder, 'pictures.idx'), idxOf(pixelsOf(pictures)));
    const file = join(folder, 'set.yaml');
    const image = { type: 'idx', images: 'pictures.idx', embed: { size: 36 } };
    const layers = [{ repeat: { times: 3, layers: ['max_pool'] } }];
    writeFileSync(
      file,
      JSON.stringify({ image, shift: { max: 4 }, trials: 'all', compare: 'exact', layers }),
    );
    const began = performance.now();
    const peak = peakOf([cli, 'run', file, '--quiet', '--fresh', '--out', join(folder, 'out')]);
    const seconds = (performance.now() - began) / 1000;
    console.log(`${pictures} pictures: ${seconds.toFixed(1)} s, ${peak.toFixed(0)} MB`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Grey pictures of 28²: noise within a rectangle. */
function pixelsOf(pictures: number): Uint8Array {
  const pixels = new Uint8Array(pictures * 28 ** 2);
  let state = 1;
  for (let picture = 0; picture < pictures; picture++)
    for (let y = 4; y < 24; y++)
      for (let x = 6; x < 22; x++) {
        state = (Math.imul(state, 48271) >>> 0) % 2147483647;
        pixels[28 * (28 * picture + y) + x] = state & 255;
      }
  return pixels;
}
