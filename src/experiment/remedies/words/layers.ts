import type { Aliases } from './alias_of.ts';

export const layerWords: Aliases = {
  max_pool:
    'max maxpool maxpooling maxpool2d maxpooling2d maxpool1d maxpooling1d mp maximum pool pooling pool2d makshavuz makshavuzlama maxhavuz maksimumhavuzlama enbuyukhavuz enbuyukhavuzlama',
  avg_pool:
    'avg average mean avgpool averagepool avgpooling averagepooling avgpool2d averagepooling2d avgpool1d averagepooling1d meanpool ortalamahavuz ortalamahavuzlama ortalama',
  blur_pool:
    'blur blurpool blurpool2d blurpooling antialias antialiasing antialiased aa lowpass gaussianblur',
  max_blur_pool: 'maxblur maxblurpool maxblurpool2d maxblurpooling antialiasedmaxpool maxpoolblur',
  lp_pool: 'lp lppool lppool2d lppool1d lppooling l2 l2pool l2pooling powerpool normpool',
  global_avg_pool:
    'gap globalavg globalaverage globalavgpool globalavgpool2d globalaveragepool globalaveragepooling globalaveragepooling2d adaptiveavgpool adaptiveavgpool2d adaptiveaveragepooling2d globalmean globalpool globalpooling',
  global_max_pool:
    'gmp globalmax globalmaxpool globalmaxpool2d globalmaxpooling globalmaxpooling2d adaptivemaxpool adaptivemaxpool2d adaptivemaxpooling2d',
  subsample:
    'subsampling downsample downsampling decimate decimation stride strided strides skip slice nopool',
  adaptive_polyphase: 'aps apspool lps polyphase adaptivepolyphase adaptivepolyphasesampling apd',
  conv2d: 'conv conv2 convolution convolution2d convolve conv1d cnn filter kernel',
  relu: 'rectifier rectifiedlinear activation act nonlinearity',
  leaky_relu: 'leakyrelu lrelu leaky',
  abs: 'absolute absolutevalue magnitude modulus',
  square: 'squared sq power pow',
  softmax: 'softmax2d probabilities',
  argmax: 'topone top1 decision class predict',
  boxes: 'yolo yolov5 yolov8 ssd detector detect detection detections nms bbox bboxes boundingboxes',
  keypoints: 'pose landmarks joints heatmaps skeleton',
  upsample: 'upsampling upsampling2d upsamplingbilinear2d interpolate resize',
  conv2d_transpose: 'convtranspose2d deconv deconvolution deconv2d transposedconv conv2dtranspose',
  model: 'onnx onnxmodel kerasmodel',
  flatten: 'reshape view flat vectorize',
};

/** What to do instead of a layer that a network learns. */
export const KERAS_LAYER = 'a trained layer is part of a model: write { type: model, path: model.json }';

/** Layers of other libraries that have no kind here, by what to do instead. */
export const otherLayerWords: Aliases = {
  [KERAS_LAYER]:
    'network net nn keras tfjs torch pytorch pretrained savedmodel resnet resnet50 vgg vgg16 mobilenet dense linear fc fullyconnected batchnorm batchnorm2d batchnormalization layernorm layernormalization sigmoid tanh gelu elu relu6 prelu selu celu rrelu glu mish swish silu hardswish hardsigmoid hardtanh softplus softsign groupnorm groupnormalization multiheadattention lstm gru embedding depthwiseconv2d separableconv2d lambda concatenate concat add multiply permute repeatvector timedistributed bidirectional attention',
  'leave it out: it changes nothing when a network predicts':
    'dropout dropout2d spatialdropout2d identity input inputlayer gaussiannoise',
  'leave it out: padding is an option of each layer, as in { type: max_pool, padding: circular }':
    'zeropadding2d zeropad2d pad padding reflectionpad2d',
  'leave it out: pictures are prepared at the top of the file, as in preprocess: torchvision':
    'normalize normalise totensor rescaling rescale resizing centercrop',
  'leave it out: shift: { max: 3 } at the top of the file moves the image':
    'randomaffine randomtranslation randomcrop randomshift shiftscalerotate',
  'leave it out: only shifts are measured, no other movement':
    'randomrotation randomflip randomhorizontalflip randomverticalflip randomzoom rotate flip colorjitter',
};

export const layerOptionWords: Aliases = {
  pool_size:
    'kernelsize kernel size window windowshape maxpoolsize windowsize ksize poolsize k poolingsize filtersize',
  filter: 'filtersize filtsize kernelsize kernel taps blursize poolsize size',
  kernel_size: 'size ksize filtersize windowsize poolsize k',
  kernel: 'weights weight filter kernelinitializer init',
  filters: 'outchannels channels units features nfilters numfilters',
  strides: 'stride step subsampling factor s downsample',
  padding: 'pad paddingmode border bordermode',
  bias: 'usebias biasinitializer',
  size: 'scalefactor scale',
  interpolation: 'mode',
  negative_slope: 'alpha slope leak leakiness',
  p: 'norm normtype power order exponent',
  norm: 'p normtype',
  times: 'n count number num repeat repeats',
  path: 'file filename src url model name weights',
  output: 'outputs layer layers outputlayer node nodes',
  input: 'preprocess preprocessing normalize normalise mean std rescaling',
  threshold: 'conf confthreshold confidence scorethreshold minscore confthres',
  iou: 'matchiou pairiou',
  nms: 'nmsthreshold nmsiou nonmaxsuppression iouthreshold iouthres',
  replace: 'replacement replacements substitute swap',
};
