/**
 * Words that people write from memory: those of Keras, PyTorch and other libraries, everyday words, and Turkish, the
 * language of the course. Each list belongs to the text to write instead. They are only suggested, never accepted.
 *
 * A word is compared without capitals, signs, and the prefix of a library (`nn.MaxPool2d` is `maxpool2d`).
 */
type Aliases = Readonly<Record<string, string>>;

const layer: Aliases = {
  max_pool: 'max maxpool maxpooling maxpool2d maxpooling2d maxpool1d mp maximum pool pooling pool2d',
  avg_pool:
    'avg average mean avgpool averagepool avgpooling averagepooling avgpool2d averagepooling2d meanpool',
  blur_pool:
    'blur blurpool blurpool2d blurpooling antialias antialiasing antialiased aa lowpass gaussianblur',
  max_blur_pool: 'maxblur maxblurpool maxblurpool2d maxblurpooling antialiasedmaxpool maxpoolblur',
  lp_pool: 'lp lppool lppool2d lppooling l2 l2pool l2pooling powerpool normpool',
  global_avg_pool:
    'gap globalavg globalaverage globalavgpool globalavgpool2d globalaveragepool globalaveragepooling globalaveragepooling2d adaptiveavgpool adaptiveavgpool2d globalmean globalpool globalpooling',
  global_max_pool:
    'gmp globalmax globalmaxpool globalmaxpool2d globalmaxpooling globalmaxpooling2d adaptivemaxpool adaptivemaxpool2d',
  subsample:
    'subsampling downsample downsampling decimate decimation stride strided strides skip slice nopool',
  adaptive_polyphase: 'aps apspool lps polyphase adaptivepolyphase adaptivepolyphasesampling apd',
  conv2d: 'conv conv2 convolution convolution2d convolve conv1d cnn filter kernel',
  relu: 'rectifier rectifiedlinear activation act nonlinearity relu6',
  leaky_relu: 'leakyrelu lrelu prelu leaky',
  abs: 'absolute absolutevalue magnitude modulus',
  square: 'squared sq power pow',
  softmax: 'softmax2d probabilities',
  argmax: 'topone top1 decision class predict',
  flatten: 'reshape view flat vectorize',
};

/** Layers of other libraries that have no kind here, by what to do instead. */
const other_layer: Aliases = {
  'a trained layer is part of a model: write { type: model, path: model.json }':
    'network net nn keras onnx tfjs torch pytorch pretrained savedmodel resnet resnet50 vgg vgg16 mobilenet dense linear fc fullyconnected batchnorm batchnorm2d batchnormalization layernorm layernormalization sigmoid tanh gelu elu selu swish silu depthwiseconv2d separableconv2d conv2dtranspose',
  'leave it out: it changes nothing when a network predicts':
    'dropout dropout2d spatialdropout2d identity input inputlayer gaussiannoise',
  'leave it out: padding is an option of each layer, as in { type: max_pool, padding: circular }':
    'zeropadding2d zeropad2d pad padding reflectionpad2d',
};

const image: Aliases = {
  circle: 'ring round daire cember',
  '{ type: circle, filled: true }': 'disc disk ball filledcircle dolu',
  dots: 'dot point points pixel star stars nokta noktalar delta impulse',
  noise: 'random rand gaussian whitenoise uniform randn gurultu rastgele',
  '{ type: pixels, rows: [[0, 1], [1, 0]] }':
    'array matrix grid custom list rows square rectangle triangle line cross checkerboard data kare',
  '{ type: file, path: cat.png }': 'picture photo img image png jpg jpeg path url bitmap resim fotograf',
  '{ type: folder, path: pictures }': 'dir directory images pictures dataset photos klasor',
  '{ type: idx, images: train-images-idx3-ubyte }': 'mnist fashionmnist fashion emnist idx3 ubyte',
  '{ type: sprite, path: sheet.png, tile: 28 }': 'sheet spritesheet sprites tiles atlas',
};

const comparison: Aliases = {
  exact: 'equal equals equality identical same bitwise strict eq ayni esit',
  close: 'approx approximate approximately allclose isclose almost tolerance near similar fuzzy tol yakin',
  roll: 'rolled circular cyclic translate translated equivariant equivariance',
  down_shift: 'downshift shifted shift moved',
};

const fileKeys: Aliases = {
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
  steps: 'step outputs rows depths measureat adim adimlar',
  measures: 'measure metrics metric metrik metrikler olcu olculer statistics stats',
  tables: 'table output csv results save tablo tablolar report',
  sweep: 'sweeps grid gridsearch params parameters vary variants matrix over experiments tarama',
  expect:
    'expects expected expectation expectations assert asserts assertion assertions check checks test tests should beklenti beklenen',
  baseline: 'baselines snapshot regression golden policy',
};

/** Options of kinds that are written at the top of a file, or of another kind. */
const file_options: Aliases = {
  'pool: { type: max_pool, depth: 4 }': 'depth pooldepth npools derinlik',
  'layers: [{ repeat: { times: 4, layers: [max_pool] } }]': 'repeat times',
  'pool: { type: max_pool, pool_size: 2, strides: 2 }': 'poolsize strides stride kernelsize window',
  'pool: { type: max_pool, padding: circular }': 'padding pad',
  'image: { type: circle, size: 64 }': 'size imagesize width height',
  'image: { type: circle, radius: 28 }': 'radius yaricap',
  'shift: { max: 3 }': 'max maxshift shiftmax range radiusofshift',
  'shift: { max: 3, fill_mode: wrap }': 'fillmode fill wrap',
  'shift: { max: 3, distribution: uniform }': 'distribution dist',
};

const shift: Aliases = {
  max: 'maximum maxshift range amount distance n pixels size radius by magnitude limit value enfazla',
  x: 'dx horizontal width cols columns widthshiftrange',
  y: 'dy vertical height rows heightshiftrange',
  list: 'shifts offsets values explicit at positions points',
  path: 'direction axis line along diagonal',
  step: 'steps stride increment delta subpixel',
  fill_mode: 'fill mode padding paddingmode pad border bordermode boundary edge edges',
  fill_value: 'cval constantvalue value background padvalue',
  distribution: 'dist law sampling',
  interpolation: 'interp order resample',
  frame: 'crop window view canvas',
};

const drawn_image: Aliases = {
  size: 'shape imagesize width height resolution dim dims canvas boyut hw',
  radius: 'r diameter rad yaricap',
  center: 'centre middle position origin merkez cx cy',
  filled: 'fill solid disc disk dolu',
  value: 'color colour intensity brightness level gray grey foreground deger',
  at: 'positions position points point coords coordinates dots pixels places yx',
  rows: 'pixels array data values matrix grid',
  path: 'file filename src source url folder dir directory uri name',
  images: 'path file data pictures',
  labels: 'classes targets classmode y',
  limit: 'n count max maximages subset take',
  order: 'shuffle sort',
  channels: 'colormode colourmode rgb mode c',
  range: 'scale rescale normalize normalise minmax',
  embed: 'pad canvas padding border background',
  tile: 'tilesize cell cellsize spritesize',
};

const layer_options: Aliases = {
  pool_size: 'kernelsize kernel size window windowsize ksize poolsize k poolingsize filtersize',
  filter: 'filtersize filtsize kernelsize kernel taps blursize poolsize size',
  kernel_size: 'size ksize filtersize windowsize poolsize k',
  kernel: 'weights weight filter kernelinitializer init',
  filters: 'outchannels channels units features nfilters numfilters',
  strides: 'stride step subsampling factor s downsample',
  padding: 'pad paddingmode border bordermode',
  bias: 'usebias biasinitializer',
  negative_slope: 'alpha slope leak leakiness',
  p: 'norm normtype power order exponent',
  norm: 'p normtype',
  path: 'file filename src url model name weights',
  output: 'outputs layer layers outputlayer node nodes',
  input: 'preprocess preprocessing normalize normalise mean std rescaling',
  replace: 'replacement replacements substitute swap',
};

const comparison_options: Aliases = {
  relative: 'rtol rel relativetolerance tolerance tol eps epsilon',
  absolute: 'atol abs absolutetolerance delta',
};

const expectationKeys: Aliases = {
  metric: 'metrics measure column name value of key',
  at: 'where when rows row filter for select in',
  min: 'minimum greaterthan greater gt gte ge atleast above lowerbound lower least greaterequal morethan',
  max: 'maximum lessthan less lt lte le atmost below upperbound upper most lessequal fewerthan',
  equals: 'equal eq is value expected be target exactly equalto tobe result',
  within: 'tolerance tol atol delta eps epsilon abs plusminus',
  confident: 'confidence ci interval sure',
  compare_to: 'comparedto versus vs than against baseline betterthan',
  min_gain: 'gain margin improvement by',
  level: 'severity kind type mode',
};

const metric: Aliases = {
  match_rate:
    'match rate invariance invariancerate same sameness consistency accuracyofmatch identical equal coincide coincidence hitrate stability',
  pair_rate: 'pairs pairwise pairwiserate',
  agreement: 'agree consistencyrate',
  classes: 'nclasses numclasses classcount distinct unique uniqueoutputs',
  position_bits: 'entropy bits information positionentropy mutualinformation',
  shift_bits: 'shiftentropy inputbits',
  invariant_radius: 'radius invarianceradius',
  cosine: 'cos cosinesimilarity similarity cossim',
  relative_l2: 'l2 distance mse rmse error relativeerror norm',
  max_abs: 'linf maxerror maxdiff maxdifference maxabsdiff supnorm',
  active_fraction: 'active sparsity nonzero density',
};

const optionValues: Readonly<Record<string, Aliases>> = {
  trials: { all: 'exhaustive every full each complete everything max hepsi tum' },
  steps: { all: 'every each layers full hepsi', pools: 'pool pooling downsampling default last' },
  distribution: {
    uniform: 'random flat equal',
    rounded: 'round course real continuous float',
  },
  fill_mode: {
    constant: 'zeros zero zeropad black fill none const value',
    nearest: 'edge replicate border clamp repeat same extend',
    reflect: 'mirror symmetric reflection reflect101',
    wrap: 'circular periodic tile torus cyclic roll',
  },
  interpolation: {
    bilinear: 'linear nearest',
    lanczos3: 'lanczos cubic bicubic',
    fourier: 'sinc fft ideal phase periodic',
  },
  padding: {
    same: 'zeros zero half auto samepadding reflect',
    valid: 'none no validpadding false',
    circular: 'wrap periodic torus cyclic tile',
  },
  kernel: {
    random: 'normal henormal gaussian glorot glorotuniform xavier kaiming uniform learned',
    box_blur: 'box mean average blur',
    gaussian_blur: 'gauss gaussian blur',
    sobel_x: 'sobel',
    edge: 'edges edgedetect edgedetection outline',
  },
  path: { diagonal: 'diag both', horizontal: 'x row right lr', vertical: 'y column down ud' },
  level: { warn: 'warning info notice soft', error: 'fail failure hard fatal' },
  channels: { grey: 'gray grayscale greyscale l mono', rgb: 'color colour rgba bgr' },
  layout: { NHWC: 'channelslast hwc', NCHW: 'channelsfirst chw' },
  baseline: { same: 'exact equal strict all', off: 'none no false never' },
  no_worse: { significant: 'mcnemar statistical test' },
  tables: { shifts: 'shift pershift', images: 'image pictures perimage', summary: 'all main default' },
};

export const aliases = {
  layer,
  other_layer,
  image,
  comparison,
  metric,
  values: optionValues,
  keys: {
    file: fileKeys,
    file_options,
    shift,
    image: drawn_image,
    against: drawn_image,
    layers: layer_options,
    pool: layer_options,
    compare: comparison_options,
    expect: expectationKeys,
  },
};

/**
 * The text to write instead of a word.
 *
 * @param allowed the names that are allowed there; a text that is another name is not offered
 */
export function aliasOf(word: string, family: Aliases, allowed?: readonly string[]): string | undefined {
  const normal = normalWord(word);
  if (normal === '') return undefined;
  return Object.keys(family).find((text) => {
    const fits = allowed === undefined || !/^\w+$/.test(text) || allowed.includes(text);
    return fits && family[text]!.split(' ').includes(normal);
  });
}

/** A word without prefix, capitals and signs; Turkish letters as their Latin ones: `nn.MaxPool2d` is `maxpool2d`. */
function normalWord(word: string): string {
  const last = word.slice(word.lastIndexOf('.') + 1);
  return last
    .toLowerCase()
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}
