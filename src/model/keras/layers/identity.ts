import type { KerasClass } from '../kind.ts';

/** Layers that change their input only while a model is trained. */
const identity: KerasClass = () => ({
  dependsOnTraining: true,
  shape: ([x]) => [...x!],
  apply: (tf, [x]) => tf.clone(x!),
});

export {
  identity as ActivityRegularization,
  identity as AlphaDropout,
  identity as Dropout,
  identity as GaussianDropout,
  identity as GaussianNoise,
  identity as RandomBrightness,
  identity as RandomContrast,
  identity as RandomFlip,
  identity as RandomRotation,
  identity as RandomTranslation,
  identity as RandomZoom,
  identity as SpatialDropout1D,
  identity as SpatialDropout2D,
};
