const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

/**
 * Preprocessing by the name of what people use: options that every kind which reads pictures takes.
 *
 * `torchvision` is Resize(256), CenterCrop(224), ToTensor and Normalize with ImageNet's mean and std. The others are the
 * modes of `keras.applications.imagenet_utils.preprocess_input`: values and order of channels only.
 */
export const presets = {
  torchvision: {
    channels: 'rgb',
    resize: { shorter: 256, filter: 'bilinear', antialias: true, round: true },
    crop: 224,
    range: [0, 1],
    mean: MEAN,
    std: STD,
  },
  keras_tf: { channels: 'rgb', range: [-1, 1] },
  keras_caffe: { channels: 'bgr', range: [0, 255], mean: [103.939, 116.779, 123.68] },
  keras_torch: { channels: 'rgb', range: [0, 1], mean: MEAN, std: STD },
} as const;

export type PresetName = keyof typeof presets;

/**
 * Fills in the options of a preset that are not written. A written `size` takes the place of the preset's `resize`.
 *
 * @example withPreset({ type: 'file', path: 'a.jpg', crop: 192 }, 'torchvision').crop // 192
 */
export function withPreset(
  options: Readonly<Record<string, unknown>>,
  name: PresetName,
): Record<string, unknown> {
  const filled: Record<string, unknown> = { ...options };
  for (const [key, value] of Object.entries(presets[name])) {
    if (key in options || (key === 'resize' && 'size' in options)) continue;
    filled[key] = value;
  }
  return filled;
}
