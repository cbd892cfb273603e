import { saidText } from './written.ts';
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
  const pair = (value: unknown) => saidText(Array.isArray(value) ? value : [value, value]);
  const sideBySide = pair(size) === pair(strides);
  if (/(?:^|\.)(?:Conv(?:olution)?[12][dD]|Conv2DTranspose|ConvTranspose2d)$/.test(name))
    return { padding: 'valid' };
  // Flax's functions and Equinox's layers move their windows by one cell.
  if (/(?:^|\.)(?:nn|linen)\.(?:max|avg)_pool$|^(?:eqx|equinox)\.nn\.(?:Max|Avg)Pool2d$/.test(name))
    return { strides: 1, padding: 'valid' };
  if (/(?:^|\.)BlurPool$/.test(name) && given.filter === undefined) return { filter: 4 };
  // Windows that tile the map exactly are the same with both paddings.
  if (/(?:^|\.)(?:Max|Avg|Average|LP)Pool(?:ing)?[12][dD]$/.test(name) && !sideBySide)
    return { padding: 'valid' };
  return /(?:^|\.)nn\.LeakyReLU$/.test(name) ? { negative_slope: 0.01 } : {};
}

/**
 * The options of a layer along one axis, `MaxPool1d`, as those of ours along two: its axis is that of the columns. Those of
 * any other layer stay.
 *
 * @example acrossAlone('nn.MaxPool1d', 'max_pool', { pool_size: 3 }) // { pool_size: [1, 3] }
 */
export function acrossAlone(
  name: string,
  type: string,
  given: Record<string, unknown> | undefined,
): Record<string, unknown> | undefined {
  if (given === undefined || !/1d$/i.test(name)) return given;
  const all: Record<string, unknown> = /^(?:max|avg|lp)_pool$/.test(type)
    ? { pool_size: 2, ...given }
    : given;
  return Object.fromEntries(
    Object.entries(all).map(([option, value]) =>
      typeof value === 'number' && /^(?:pool_size|kernel_size|strides|padding)$/.test(option)
        ? [option, [option === 'padding' ? 0 : 1, value]]
        : [option, value],
    ),
  );
}
