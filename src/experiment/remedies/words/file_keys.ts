import type { Aliases } from './alias_of.ts';

export const fileKeyWords: Aliases = {
  description: 'title name claim comment comments about note notes desc summary aciklama',
  seed: 'randomseed randomstate rng manualseed tohum graine semilla startwert samen',
  trials:
    'ntrials numtrials trial samples nsamples numsamples iterations iters draws runs repetitions repeats deneme denemeler versuche essais',
  image: 'picture input img images dataset data resim goruntu inputs bild abbildung imagen immagine',
  against: 'second secondimage other reference versus vs',
  shift:
    'shifts translation translations translate displacement offset move movement kaydirma kayma shiftrange augmentation augmentations augment perturbation perturbations transformation verschiebung decalage deplacement desplazamiento oteleme',
  pool: 'pooling pools downsampling havuz havuzlama sousechantillonnage',
  layers:
    'layer model network net stack architecture sequential modules katman katmanlar blocks schicht schichten couche couches capa capas netz reseau red weights checkpoint pretrained onnx',
  compare: 'comparison comparator tolerance equality criterion karsilastirma match',
  preprocess: 'preprocessing transform transforms compose normalize normalise normalization',
  steps: 'step outputs rows depths measureat adim adimlar',
  measures: 'measure metrics metric metrik metrikler olcu olculer statistics stats',
  tables: 'table tablo tablolar',
  sweep:
    'sweeps grid gridsearch params parameters vary variants matrix over experiments tarama parametrize parametrise parameterize parameterise parameterlist parameterlists parameterscan',
  expect:
    'expects expected expectation expectations assert asserts assertion assertions check checks test tests should beklenti beklenen beklentiler erwartung erwartungen attente attentes threshold thresholds minimum minimums requirement requirements require',
  baseline: 'baselines snapshot regression golden policy',
};

/** Options of kinds that are written at the top of a file, or of another kind. */
export const fileOptionWords: Aliases = {
  'pool: { type: max_pool, depth: 4 }': 'depth pooldepth npools derinlik tiefe profondeur profundidad',
  'layers: [{ repeat: { times: 4, layers: [max_pool] } }]': 'repeat times',
  'pool: { type: max_pool, pool_size: 2 }': 'poolsize kernelsize window',
  'pool: { type: max_pool, strides: 2 }': 'strides stride',
  'pool: { type: max_pool, padding: circular }': 'padding pad',
  'image: { type: circle, size: 64 }': 'size imagesize width height inputshape inputsize imgsz',
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

/** What to do with a key of GitHub Actions, GitLab and the like. */
export const CI_KEY = 'leave it out: it belongs to the file of your CI, where a step runs coincide check';

/** Keys of other programs' files that have no place in an experiment, by what to do instead. */
export const elsewhereWords: Aliases = {
  'leave it out: nothing is trained here':
    'epochs epoch batch batchsize batches optimizer optimiser loss losses lossfunction learningrate lr momentum weightdecay scheduler train training fit callbacks patience earlystopping',
  'leave it out: --backend of coincide run chooses where it is computed':
    'backend device devices gpu cuda cpu accelerator',
  'leave it out: --workers of coincide run says how many threads':
    'workers threads njobs numworkers parallel',
  'leave it out: coincide run --out FOLDER says where tables are written':
    'output outputdir outdir out results resultsdir save savedir csv report',
  'leave it out: only shifts are measured, no other movement':
    'rotate rotation rotations degrees angle scale scaling zoom flip flips horizontalflip verticalflip shear brightness contrast colorjitter',
  'leave it out: every file is complete; an anchor (&part, *part) repeats a part of the same file':
    'include includes extends inherits import imports base defaults',
  [CI_KEY]:
    'on jobs job runson uses with needs env environment if script scripts beforescript afterscript stage stages timeoutminutes timeout permissions concurrency continueonerror failfast container artifacts pipeline workflow schedule cron notify cache retry retries rules strategy',
  'leave it out: an experiment computes layers and starts no other program':
    'command commands cmd entrypoint hooks hook prepare cleanup setup teardown warmup shell prompts prompt providers defaulttest scenarios fixtures markers plugins dependencies devdependencies engines volumes ports networks services restart build hydra projects conclude showoutput',
  'leave it out, and write the value where it is used':
    'vars variables variable constants define definitions let anchors',
  'leave it out: coincide run FILE runs the files that you name':
    'skip skipped enabled disabled only focus xfail active',
  'leave it out: layers are computed in float32': 'dtype precision fp16 amp halfprecision',
  'leave it out: a model says how many classes it has': 'numclasses nclasses',
  'leave it out: --verbose of coincide run says more':
    'verbose verbosity debug loglevel log logging quiet silent',
  'leave it out, or write it as a comment, after #':
    'version author authors tags tag date license id owner created kind apiversion metadata language framework',
};
