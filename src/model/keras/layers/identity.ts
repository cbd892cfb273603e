import type { KerasClass } from '../kind.ts';
import { sameShape } from '../of_each.ts';

/** Layers that change their input only while a model is trained. */
const identity: KerasClass = () => ({
  dependsOnTraining: true,
  ...sameShape((tf, x) => tf.clone(x)),
});

/** Returns x. */
export const Identity: KerasClass = () => sameShape((tf, x) => tf.clone(x));

export {
  identity as ActivityRegularization,
  identity as AlphaDropout,
  identity as AugMix,
  identity as CutMix,
  identity as Dropout,
  identity as GaussianDropout,
  identity as GaussianNoise,
  identity as MixUp,
  identity as RandAugment,
  identity as RandomBrightness,
  identity as RandomColorDegeneration,
  identity as RandomColorJitter,
  identity as RandomContrast,
  identity as RandomCrop,
  identity as RandomElasticTransform,
  identity as RandomErasing,
  identity as RandomFlip,
  identity as RandomGaussianBlur,
  identity as RandomGrayscale,
  identity as RandomHue,
  identity as RandomInvert,
  identity as RandomPerspective,
  identity as RandomPosterization,
  identity as RandomRotation,
  identity as RandomSaturation,
  identity as RandomSharpness,
  identity as RandomShear,
  identity as RandomTranslation,
  identity as RandomZoom,
  identity as Solarization,
  identity as SpatialDropout1D,
  identity as SpatialDropout2D,
  identity as SpatialDropout3D,
  identity as StochasticDepth,
};
