import { avgPool } from './avg_pool.ts';
import { globalAvgPool } from './global_avg_pool.ts';
import { maxPool } from './max_pool.ts';
import { relu } from './relu.ts';

/** Every kind of layer, by its name in experiment files. */
export const layers = {
  max_pool: maxPool,
  avg_pool: avgPool,
  global_avg_pool: globalAvgPool,
  relu,
};
