import type { Aliases } from './alias_of.ts';

export const measureWords: Aliases = {
  accuracy: 'acc f1 f1score top1 top1accuracy categoricalaccuracy dogruluk',
  pair_interval: 'consistency classificationconsistency pairconsistency',
  '{ type: joint_agreement, draws: 3 }':
    'ndraws consistencyofndraws lps learnablepolyphase circularconsistency',
  robust: 'robustness certified certifiedaccuracy adversarial robustaccuracy worstcaseaccuracy',
  fooling: 'fool universal attack foolingrate universaladversarial',
  decisions: 'decision predictions prediction flips confusion',
  neighbour_rate: 'flip fliprate fp flipprobability flipprob meanflip',
  top1_change: 'jaggedness top1flip predictionchange',
  '{ type: ranks, top: 5 }':
    'rank top5 top5accuracy topkaccuracy t5d topk top5distance top5distances zipf zipfdistance',
  probability_range: 'probability confidencerange pjump probabilitychange',
  psnr: 'eqt eqtfrac equivariance peaksignaltonoiseratio snr ssim msssim structuralsimilarity',
  aligned: 'miou iou meaniou segmentation dice cellagreement massc',
  boxes: 'map meanaverageprecision detection detections boundingboxes bboxes bbox lost lostrate boxiou',
  keypoints: 'pose landmarks pck oks joints',
  slope: 'lie liederivative lee derivative gradient',
  separation: 'margins clusters silhouette',
  sensitivity: 'translationsensitivity sensitivitymap',
  normalized_variance: 'variance normalisedvariance std gotting quiroga',
  distances: 'distance l2 mse',
  worst: 'worstcase minimum extremes',
};

export const measureOptionWords: Aliases = {
  top: 'k n topk number',
  points: 'names landmarks keypoints labels',
};
