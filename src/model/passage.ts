import type { Shape } from '../core/tensor.ts';
import type { Arrangement } from './arrangement.ts';
import type { Layout, OutputLayout } from './model.ts';

/** How pictures are scaled before a model gets them: (x · scale - mean) / std. */
export interface Feed {
  scale: number;
  /** One number for all channels, or one per channel. */
  mean: number | readonly number[];
  std: number | readonly number[];
  /** Default: the layout of the model's format. */
  layout?: Layout | undefined;
}

/** How the pictures of a run go through a model. */
export interface Passage extends Arrangement {
  feed: Feed;
  /** The layouts of its outputs, as far as the experiment says. */
  layouts: readonly (OutputLayout | undefined)[];
  /** The layouts of its outputs, as far as its graph says. */
  said?: readonly (Layout | undefined)[];
  /** Whether pictures go in one at a time, since an output may depend on the others of its batch. */
  alone?: boolean;
  /** For each output whose number of rows depends on the picture: the axis of the rows. */
  varying?: readonly (number | undefined)[];
  /** For each output the axis of the batch. Default: that which has its length, the first before the second. */
  batchAxes?: readonly (number | undefined)[];
  /** The shapes of the outputs, where they are known: another one is refused. */
  shapes?: readonly Shape[];
  /** For each output of two axes after the batch: whether they are those of a map, whatever their proportions. */
  maps?: readonly boolean[];
}
