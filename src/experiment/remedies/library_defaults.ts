/**
 * The options that a layer of Keras or PyTorch has by itself, where the default of ours is another: without them the
 * layer would be another one.
 *
 * @param name the layer's name as it was written
 * @param given its options, in our words
 * @example libraryDefaults('nn.Conv2d', { filters: 8, kernel_size: 3 }) // { padding: 'valid' }
 */
export function libraryDefaults(
  name: string,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { pool_size: size = 2, strides = size } = given;
  const pair = (value: unknown) => String(Array.isArray(value) ? value : [value, value]);
  const sideBySide = pair(size) === pair(strides);
  if (/(?:^|\.)(?:Conv(?:olution)?2[dD]|Conv2DTranspose|ConvTranspose2d)$/.test(name))
    return { padding: 'valid' };
  // Flax's functions and Equinox's layers move their windows by one cell.
  if (/(?:^|\.)(?:nn|linen)\.(?:max|avg)_pool$|^(?:eqx|equinox)\.nn\.(?:Max|Avg)Pool2d$/.test(name))
    return { strides: 1, padding: 'valid' };
  if (/(?:^|\.)BlurPool$/.test(name) && given.filter === undefined) return { filter: 4 };
  // Windows that tile the map exactly are the same with both paddings.
  if (/(?:^|\.)(?:Max|Avg|Average|LP)Pool(?:ing)?2[dD]$/.test(name) && !sideBySide)
    return { padding: 'valid' };
  return /(?:^|\.)nn\.LeakyReLU$/.test(name) ? { negative_slope: 0.01 } : {};
}
