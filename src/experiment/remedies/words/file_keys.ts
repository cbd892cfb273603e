import type { Aliases } from './alias_of.ts';

export const fileKeyWords: Aliases = {
  description: 'title name claim comment comments about note notes aciklama',
  seed: 'randomseed randomstate rng manualseed tohum',
  trials:
    'ntrials numtrials trial samples nsamples numsamples iterations iters draws runs repetitions repeats deneme denemeler epochs',
  image: 'picture input img images dataset data resim goruntu inputs',
  against: 'second secondimage other reference compareto versus vs',
  shift:
    'shifts translation translations translate displacement offset move movement kaydirma kayma shiftrange augmentation',
  pool: 'pooling pools downsampling havuz havuzlama',
  layers: 'layer model network net stack architecture sequential modules katman katmanlar blocks',
  compare: 'comparison comparator tolerance equality criterion karsilastirma match',
  preprocess: 'preprocessing transform transforms normalize normalise normalization',
  steps: 'step outputs rows depths measureat adim adimlar',
  measures: 'measure metrics metric metrik metrikler olcu olculer statistics stats',
  tables: 'table output csv results save tablo tablolar report',
  sweep: 'sweeps grid gridsearch params parameters vary variants matrix over experiments tarama',
  expect:
    'expects expected expectation expectations assert asserts assertion assertions check checks test tests should beklenti beklenen',
  baseline: 'baselines snapshot regression golden policy',
};

/** Options of kinds that are written at the top of a file, or of another kind. */
export const fileOptionWords: Aliases = {
  'pool: { type: max_pool, depth: 4 }': 'depth pooldepth npools derinlik',
  'layers: [{ repeat: { times: 4, layers: [max_pool] } }]': 'repeat times',
  'pool: { type: max_pool, pool_size: 2, strides: 2 }': 'poolsize strides stride kernelsize window',
  'pool: { type: max_pool, padding: circular }': 'padding pad',
  'image: { type: circle, size: 64 }': 'size imagesize width height',
  'image: { type: circle, radius: 28 }': 'radius yaricap',
  'layers: [{ type: model, path: model.onnx }, { type: boxes, layout: yolov8 }]':
    'boxes box bbox bboxes detections detector detection nms',
  'layers: [{ type: model, path: model.onnx }, { type: keypoints, format: xys }]': 'keypoints landmarks pose',
  'image: { type: folder, path: pictures, classes: classes.txt }':
    'classes classnames labels labelnames categories',
  'shift: { max: 3 }': 'max maxshift shiftmax range radiusofshift',
  'shift: { max: 3, fill_mode: wrap }': 'fillmode fill wrap',
  'shift: { max: 3, distribution: uniform }': 'distribution dist',
};
