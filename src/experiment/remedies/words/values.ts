import type { Aliases } from './alias_of.ts';

export const valueWords: Readonly<Record<string, Aliases>> = {
  trials: { all: 'all exhaustive every full each complete everything max hepsi tum alle' },
  steps: { all: 'every each layers full hepsi', pools: 'pool pooling downsampling default last' },
  distribution: {
    uniform: 'random flat equal gaussian normal',
    rounded: 'round course real continuous float',
  },
  fill_mode: {
    constant: 'borderconstant zeros zero zeropad black fill none no const value sabit sifir',
    nearest: 'borderreplicate edge replicate border clamp repeat same extend enyakin',
    reflect: 'borderreflect borderreflect101 mirror symmetric reflection reflect101 yansitma',
    wrap: 'borderwrap circular periodic tile torus cyclic roll sarma',
  },
  interpolation: {
    bilinear: 'interlinear linear nearest',
    bicubic: 'intercubic cubic keys catmullrom',
    lanczos3: 'lanczos lanczos4 interlanczos4',
    fourier: 'sinc fft ideal phase periodic',
  },
  filter: {
    bilinear: 'linear interlinear bilinearantialias tent triangle area interarea box hamming 2 4 5',
    bicubic: 'cubic intercubic bicubicantialias catmullrom 3',
    lanczos: 'lanczos3 lanczos4 interlanczos4 antialias 1',
    nearest: 'nearestneighbor nearestneighbour nearestexact internearest none 0',
  },
  padding: {
    same: 'zeros zero half auto samepadding',
    valid: 'none no validpadding false',
    circular: 'wrap periodic torus cyclic tile',
    reflect: 'reflect101 mirror symmetric reflection',
    replicate: 'edge nearest clamp repeat border',
  },
  kernel: {
    random: 'normal henormal gaussian glorot glorotuniform xavier kaiming uniform learned',
    box_blur: 'box mean average blur',
    gaussian_blur: 'gauss gaussian blur',
    sobel_x: 'sobel',
    edge: 'edges edgedetect edgedetection outline',
  },
  preprocess: {
    torchvision: 'imagenet pytorch torch timm resnet standard default normalize normalise',
    keras_tf: 'tf tensorflow mobilenet mobilenetv2 inception inceptionv3 xception',
    keras_caffe: 'caffe vgg vgg16 vgg19 resnet50',
    keras_torch: 'densenet keras',
  },
  path: {
    diagonal: 'diag both kosegen',
    horizontal: 'x row right lr line straight yatay',
    vertical: 'y column down ud dikey',
  },
  format: {
    cxcywh: 'xywh centre center yolo',
    xyxy: 'corners ltrb pascal voc pascalvoc torchvision',
    yxyx: 'tf tensorflow tfhub normalized',
  },
  nms: { '0.45': 'true yes on', none: 'false no off inside' },
  of: {
    worst_picture: 'worst min minimum worstcase worstimage lowest',
    worst_label: 'worstclass worstlabel class label',
    'leave it out: a row is the mean of its pictures': 'average mean all',
    p05: 'p5 q05 quantile percentile fifthpercentile',
  },
  center: { 'leave it out: the middle is the center by itself': 'center centre middle mid auto none' },
  level: { warn: 'warning info notice soft', error: 'fail failure hard fatal' },
  channels: { grey: 'gray grayscale greyscale l mono', rgb: 'color colour rgba', bgr: '' },
  layout: { NHWC: 'channelslast hwc', NCHW: 'channelsfirst chw' },
  labels: { none: 'no false null off', folders: 'folder true yes subfolders directories' },
  reporter: {
    text: 'list dot line spec tap pretty default console verbose min',
    junit: 'xml',
    markdown: 'md',
    'coincide report, which makes a page': 'html',
  },
  baseline: {
    same: 'true yes on exact equal strict all csv json',
    off: 'none no false never ignore skip disabled',
  },
  no_worse: { significant: 'true yes on mcnemar statistical test' },
  tables: {
    shifts: 'shift pershift',
    images: 'image pictures perimage',
    labels: 'label classes class perclass perlabel',
    decisions: 'decision predictions prediction confusion confusionmatrix',
    summary: 'main default csv',
    'summary, shifts': 'all every everything full',
  },
};
