/**
 * Computes the columns of the measure `boxes` a second time, with TensorFlow.js alone, and compares them with a table.
 *
 *   node compare.mjs results/detector.csv
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { decode } from 'fast-png';

const here = dirname(fileURLToPath(import.meta.url));
const shifts = [[0, 1], [0, 2], [1, 0], [3, -5], [16, 8]];
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');

const { weightsManifest, ...topology } = JSON.parse(readFileSync(join(here, 'centernet.json'), 'utf8'));
const bytes = readFileSync(join(here, 'centernet.bin'));
const model = await loadGraphModel({
  load: async () => ({
    ...topology,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  }),
});
const { width, height, data, channels } = decode(readFileSync(join(here, 'astronaut.png')));
const clamp = (i, n) => Math.min(Math.max(i, 0), n - 1);

/** Boxes [x1, y1, x2, y2, score, class] of the photograph, moved; what enters repeats the edge. */
function detect(dy, dx) {
  const moved = new Float32Array(height * width * 3);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        moved[to++] = data[(clamp(y - dy, height) * width + clamp(x - dx, width)) * channels + c];
  const output = model.execute(tf.tensor4d(moved, [1, height, width, 3]), 'tower_0/detections');
  return output.arraySync()[0].filter(([, , , , score]) => score > 0.3);
}

function overlap(a, b) {
  const side = (i) => Math.max(0, Math.min(a[i + 2], b[i + 2]) - Math.max(a[i], b[i]));
  const area = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (side(0) * side(1)) / (area(a) + area(b) - side(0) * side(1));
}

const references = detect(0, 0);
const scores = references.map(() => []);
const sums = { pairs: 0, iou: 0, away: 0, lost: 0, of: 0, fresh: 0, boxes: 0 };
for (const [dy, dx] of shifts) {
  const found = detect(dy, dx);
  const moved = references.map(([x1, y1, x2, y2, ...rest]) => [x1 + dx, y1 + dy, x2 + dx, y2 + dy, ...rest]);
  const [left, free] = [new Set(moved.keys()), new Set(found.keys())];
  for (;;) {
    // The best pair that is left, again and again.
    const best = { iou: 0 };
    for (const r of left)
      for (const b of free) {
        const iou = moved[r][5] === found[b][5] ? overlap(moved[r], found[b]) : 0;
        if (iou >= 0.5 && iou > best.iou) Object.assign(best, { iou, r, b });
      }
    if (best.iou === 0) break;
    left.delete(best.r);
    free.delete(best.b);
    const [a, b] = [moved[best.r], found[best.b]];
    sums.pairs++;
    sums.iou += best.iou;
    sums.away += Math.hypot(a[0] + a[2] - b[0] - b[2], a[1] + a[3] - b[1] - b[3]) / 2;
    scores[best.r].push(b[4]);
  }
  for (const r of left) scores[r].push(0);
  sums.lost += left.size;
  sums.of += references.length;
  sums.fresh += free.size;
  sums.boxes += found.length;
}
const computed = {
  box_iou: sums.iou / sums.pairs,
  lost_rate: sums.lost / sums.of,
  new_rate: sums.fresh / sums.boxes,
  centre_error: sums.away / sums.pairs,
  score_range: scores.reduce((sum, list) => sum + Math.max(...list) - Math.min(...list), 0) / scores.length,
};
const [head, ...lines] = readFileSync(process.argv[2], 'utf8').trim().split('\n');
const names = head.split(',');
const row = lines.map((line) => line.split(',')).find((cells) => cells[names.indexOf('layer')] === 'boxes');
let wrong = 0;
for (const [name, value] of Object.entries(computed)) {
  const given = Number(row[names.indexOf(name)]);
  const holds = Math.abs(given - value) <= 1e-4 * Math.max(1, Math.abs(value));
  if (!holds) wrong++;
  console.log(`${holds ? '' : 'DIFFERS '}${name}: ${given}, here ${value}`);
}
process.exitCode = wrong > 0 ? 1 : 0;
