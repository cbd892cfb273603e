import { abs } from './abs.ts';
import { adaptivePolyphase } from './adaptive_polyphase.ts';
import { argmax } from './argmax.ts';
import { avgPool } from './avg_pool.ts';
import { blurPool } from './blur_pool.ts';
import { boxes } from './boxes.ts';
import { conv2d } from './conv2d.ts';
import { conv2dTranspose } from './conv2d_transpose.ts';
import { flatten } from './flatten.ts';
import { globalAvgPool } from './global_avg_pool.ts';
import { globalMaxPool } from './global_max_pool.ts';
import { keypoints } from './keypoints.ts';
import { leakyRelu } from './leaky_relu.ts';
import { lpPool } from './lp_pool.ts';
import { maxBlurPool } from './max_blur_pool.ts';
import { maxPool } from './max_pool.ts';
import { modelOver } from './model.ts';
import { relu } from './relu.ts';
import { softmax } from './softmax.ts';
import { square } from './square.ts';
import { subsample } from './subsample.ts';
import { upsample } from './upsample.ts';

const pools = {
  max_pool: maxPool,
  avg_pool: avgPool,
  lp_pool: lpPool,
  blur_pool: blurPool,
  max_blur_pool: maxBlurPool,
  global_avg_pool: globalAvgPool,
  global_max_pool: globalMaxPool,
  subsample,
  adaptive_polyphase: adaptivePolyphase,
};

/** All kinds of layer, by their names in experiment files. */
export const layers = {
  ...pools,
  conv2d,
  conv2d_transpose: conv2dTranspose,
  upsample,
  relu,
  leaky_relu: leakyRelu,
  abs,
  square,
  softmax,
  argmax,
  flatten,
  model: modelOver(pools),
  boxes,
  keypoints,
};
