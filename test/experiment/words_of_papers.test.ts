import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readExperimentFiles } from '../../src/experiment/disk/files.ts';
import { folder, project } from '../support/files.ts';

// Files with pictures and models, as somebody writes them who has read papers and not the docs.

const fixtures = [
  ...['fashion200.png', 'max.onnx'].map((name) => ['experiments/models', name] as const),
  ...['yolov5.onnx', 'points.onnx'].map((name) => ['test/fixtures/detectors', name] as const),
];

const image = (more = '') => `image: { type: sprite, path: fashion200.png, tile: 28, limit: 2${more} }\n`;
const rest = 'shift: { max: 1 }\ntrials: all\nlayers: [{ type: model, path: max.onnx }, argmax]\n';
const canvas = ', embed: { size: 36 }';
const set = (line: string) => `${image(canvas)}${rest}${line}\n`;
const claim = (text: string) => set(`expect: [{ metric: match_rate, ${text} }]`);
const detector = (layer: string, model = 'yolov5.onnx') =>
  `image: { type: dots, size: 16 }\nshift: { x: [0, 4] }\nlayers: [{ type: model, path: ${model} }, ${layer}]\n`;
const points = (layer: string) => detector(layer, 'points.onnx');
const plain = (lines: string) => `image: circle\n${lines}\n`;
const pool = 'pool: max_pool';

/** What somebody wrote, the text that the message says to write, and the file with it. */
const cases: [string, string, string][] = [
  [
    `${image(', resize: [28, 28], embed: { size: 36 }')}${rest}`,
    'write resize: { size: [28, 28] }',
    `${image(', resize: { size: [28, 28] }, embed: { size: 36 }')}${rest}`,
  ],
  [set('measures: [consistency]'), 'write pair_interval', set('measures: [pair_interval]')],
  [set('measures: [flip_rate]'), 'write neighbour_rate', set('measures: [neighbour_rate]')],
  [set('measures: [mIoU]'), 'write aligned', set('measures: [aligned]')],
  [set('measures: [IoU]'), 'write aligned', set('measures: [aligned]')],
  [set('measures: [robustness]'), 'write robust', set('measures: [robust]')],
  [set('measures: [certified_accuracy]'), 'write robust', set('measures: [robust]')],
  [set('measures: [top-5]'), 'write { type: ranks, top: 5 }', set('measures: [{ type: ranks, top: 5 }]')],
  [set('measures: [T5D]'), 'write { type: ranks, top: 5 }', set('measures: [{ type: ranks, top: 5 }]')],
  [set('measures: [universal]'), 'write fooling', set('measures: [fooling]')],
  [set('measures: [worst_case]'), 'write worst', set('measures: [worst]')],
  [set('measures: [{ type: ranks, k: 3 }]'), 'write top: 3', set('measures: [{ type: ranks, top: 3 }]')],
  [
    set('measures: { ranks: { top: 3 } }'),
    'write measures: [{ type: ranks, top: 3 }]',
    set('measures: [{ type: ranks, top: 3 }]'),
  ],
  [
    set('measures: [{ ranks: { top: 3 } }]'),
    'write { type: ranks, top: 3 }',
    set('measures: [{ type: ranks, top: 3 }]'),
  ],
  [
    detector('{ type: boxes, layout: yolov5 }').concat('measures: [mAP]\n'),
    'write boxes',
    detector('{ type: boxes, layout: yolov5 }').concat('measures: [boxes]\n'),
  ],
  [
    plain(`shift: { max: 1 }\n${pool}\ncompare: down_shift\nmeasures: [EQ-T]`),
    'write psnr',
    plain(`shift: { max: 1 }\n${pool}\ncompare: down_shift\nmeasures: [psnr]`),
  ],
  [detector('{ type: bbox, layout: yolov5 }'), 'write boxes', detector('{ type: boxes, layout: yolov5 }')],
  [
    detector('{ type: boxes, layout: yolov5, conf: 0.3 }'),
    'write threshold: 0.3',
    detector('{ type: boxes, layout: yolov5, threshold: 0.3 }'),
  ],
  [
    detector('{ type: boxes, layout: yolov5, score_threshold: 30% }'),
    'write threshold: 0.3',
    detector('{ type: boxes, layout: yolov5, threshold: 0.3 }'),
  ],
  [
    detector('{ type: boxes, layout: yolov5, iou_threshold: 0.3 }'),
    'write nms: 0.3',
    detector('{ type: boxes, layout: yolov5, nms: 0.3 }'),
  ],
  [
    detector('{ type: boxes, layout: yolov5, format: xywh }'),
    'write cxcywh',
    detector('{ type: boxes, layout: yolov5, format: cxcywh }'),
  ],
  [
    detector('{ type: boxes, layout: yolov5, nms: false }'),
    'write none',
    detector('{ type: boxes, layout: yolov5, nms: none }'),
  ],
  [
    `${plain('shift: { max: 1 }')}layers: [{ type: boxes, layout: yolov5 }]\n`,
    'write { type: model, path: model.onnx } before it',
    detector('{ type: boxes, layout: yolov5 }'),
  ],
  [detector('boxes'), 'write layout: yolov8', detector('{ type: boxes, layout: yolov5 }')],
  [
    points('{ type: landmarks, format: heatmaps }'),
    'write keypoints',
    points('{ type: keypoints, format: heatmaps }'),
  ],
  [
    set('boxes: { layout: yolov8 }'),
    'write layers: [{ type: model, path: model.onnx }, { type: boxes, layout: yolov8 }]',
    detector('{ type: boxes, layout: yolov5 }'),
  ],
  [claim('min: 0, of: worst'), 'write worst_picture', claim('min: 0, of: worst_picture')],
  [claim('min: 0, of: worst_class'), 'write worst_label', claim('min: 0, of: worst_label')],
  [claim('min: 0, of: average'), 'leave it out: a row is the mean of its pictures', claim('min: 0')],
  [claim('min: 0, percentile: 5'), 'write of: p05', claim('min: 0, of: p05')],
  [claim('min: 0, label: 0'), 'write at: { label: 0 }', claim('min: 0, at: { label: 0 }')],
  [claim('min: 0, at: { class: 0 }'), 'write label', claim('min: 0, at: { label: 0 }')],
  [
    `${image(`, preprocess: imagenet`)}${rest}`,
    'write preprocess: torchvision at the top of the file',
    set(''),
  ],
  [`${image(`, transform: keras`)}${rest}`, 'write preprocess: keras_torch at the top of the file', set('')],
  [`${image(`${canvas}, mean: [0.5 0.5]`)}${rest}`, 'write mean: [0.5, 0.5], with commas', set('')],
  [
    `classes: classes.txt\n${set('')}`,
    'write image: { type: folder, path: pictures, classes: classes.txt }',
    set(''),
  ],
  [`${image(`${canvas}, classes: 10`)}${rest}`, 'write classes: classes.txt, a file with', set('')],
  [`${image(`${canvas}, labels: [a, b]`)}${rest}`, 'write classes: [a, b]', set('')],
  [set('tables: shift'), 'write tables: [shifts]', set('tables: [shifts]')],
  [set('tables: all'), 'write tables: [summary, shifts]', set('tables: [summary, shifts]')],
  [set('tables: [per_class]'), 'write labels', set('tables: [labels]')],
  [set('tables: [confusion]'), 'write decisions', set('tables: [decisions]')],
  [set('tables: { shifts: true }'), 'write tables: [shifts]', set('tables: [shifts]')],
  [plain(`shift: { max: 10 % }\n${pool}`), 'write 10%', plain(`shift: { max: 10% }\n${pool}`)],
  [
    plain(`shift: { max: 2, subpixel: true }\n${pool}`),
    'write step: 0.5',
    plain(`shift: { max: 2, step: 0.5 }\n${pool}`),
  ],
  [
    plain(`shift: { max: 2, distribution: gaussian }\n${pool}`),
    'write uniform',
    plain(`shift: { max: 2, distribution: uniform }\n${pool}`),
  ],
  [
    plain('shift: { max: 1 }\npool: { type: max_pool, padding: reflect101 }'),
    'write reflect',
    plain('shift: { max: 1 }\npool: { type: max_pool, padding: reflect }'),
  ],
  [
    plain('shift: { max: 1 }\nlayers:\n- type: max_pool\n   pool_size: 3'),
    'write - { type: max_pool, pool_size: 3 }',
    plain('shift: { max: 1 }\nlayers:\n- { type: max_pool, pool_size: 3 }'),
  ],
  [
    plain('shift: { max: 1 }\nlayers:\n  max_pool:\n    depth: 3'),
    'write pool: { type: max_pool, depth: 3 }',
    plain('shift: { max: 1 }\npool: { type: max_pool, depth: 3 }'),
  ],
];

async function messageOf(text: string): Promise<string> {
  const cwd = folder({ 'a.yaml': text });
  for (const [from, name] of fixtures) copyFileSync(join(project, from, name), join(cwd, name));
  const path = join(cwd, 'a.yaml');
  return readExperimentFiles([path]).then(
    () => '',
    (error: Error) => error.message,
  );
}

describe('a file with the words of papers and other libraries', () => {
  test.each(cases)(
    '%j is refused with the text to write, and that text is right',
    async (wrong, remedy, right) => {
      expect(await messageOf(wrong)).toContain(remedy);
      expect(await messageOf(right)).toBe('');
    },
  );
});
