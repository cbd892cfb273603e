import { isObject } from '../../core/is_object.ts';
import { isCells } from './layer_options.ts';
import { aliasOf } from './words/alias_of.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { pasted, saidText, written } from './written.ts';

/** The mean and the deviation of the pictures of ImageNet, by channel, as torchvision has them. */
const IMAGENET = 'mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], channels: rgb';

/**
 * The value of an option that prepares pictures, in a form of another library; undefined if none is known.
 *
 * @param pictures the options of all of them
 * @example forPictureOption('crop', { size: 32 }, {}) // 'crop: 32'
 */
export function forPictureOption(key: string, value: unknown, pictures: unknown): string | undefined {
  switch (key) {
    case 'classes':
      return typeof value === 'number'
        ? 'classes: classes.txt, a file with a class name per line, or leave it out'
        : undefined;
    case 'labels':
      if (Array.isArray(value)) return `classes: ${written(value) ?? 'classes.txt'}`;
      return /\.\w+$/.test(saidText(value))
        ? 'folders, with the pictures of each class in a folder of its own'
        : undefined;
    case 'resize':
      return typeof value === 'number' ? `resize: { shorter: ${value} }` : sized('resize', value);
    case 'embed':
      return isCells(value) ? pasted`embed: { size: ${written(value)} }` : sized('embed', value);
    case 'crop':
      if (/%$/.test(saidText(value))) return 'crop: 224, a number of pixels';
      return isObject(value) && 'size' in value ? pasted`crop: ${written(value.size)}` : sized('crop', value);
    case 'channels':
      return value === 3 ? 'rgb' : value === 1 ? 'grey' : undefined;
    case 'orient':
      return /^(auto|exif)$/i.test(saidText(value)) ? 'true' : undefined;
    case 'range':
      return blackAndWhite(value);
    case 'mean':
    case 'std':
      if (typeof value === 'string') return `${IMAGENET}, as torchvision has them`;
      if (value === 0) return '1, or leave it out';
      return Array.isArray(value) && value.length === 3 && isObject(pictures) && pictures.channels !== 'rgb'
        ? 'channels: rgb beside it'
        : undefined;
    default:
      return undefined;
  }
}

/** A height and a width of an option, by name or in a list. */
function sized(key: string, value: unknown): string | undefined {
  if (!isObject(value)) {
    const [, tall, wide] = /^(\d+)\s*[x×]\s*(\d+)$/.exec(saidText(value)) ?? [];
    if (tall !== undefined) return sized(key, { height: Number(tall), width: Number(wide) });
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    return key === 'crop' ? undefined : pasted`${key}: { size: ${written(value)} }`;
  }
  const [height, width] = [value.height ?? value.h, value.width ?? value.w];
  if (typeof height !== 'number' || typeof width !== 'number') return undefined;
  return key === 'crop' ? `crop: [${height}, ${width}]` : `${key}: { size: [${height}, ${width}] }`;
}

/** The values of black and white that a text says. */
function blackAndWhite(value: unknown): string | undefined {
  const text = saidText(value);
  if (/^(uint8|u8|bytes?|raw|255)$/i.test(text)) return '[0, 255]';
  if (/^(unit|float|float32|normali[sz]ed|1)$/i.test(text)) return '[0, 1]';
  const [, black, white] = /^(-?\d*\.?\d+)\s*(?:-|–|\.\.+|…|to|:|,)\s*(-?\d*\.?\d+)$/.exec(text) ?? [];
  return black === undefined ? undefined : `[${Number(black)}, ${Number(white)}]`;
}

/** A key within `resize` as other libraries call it. */
export function forResizeKey(resize: Record<string, unknown>, name: string): string | undefined {
  const value = resize[name];
  if (/^(longer|longest|longer_?(side|edge)|max(imum)?_?(size|side)?)$/i.test(name))
    return 'size: [224, 224], or another height and width: the longer side alone says no size';
  if (/^(short|shortest|smaller|smallest|shorte(r|st)_?(side|edge)|min_?(size|side))$/i.test(name))
    return pasted`shorter: ${written(value)}`;
  if (/^(interpolation|method|mode|resample|resampling|kernel)$/i.test(name))
    return `filter: ${filterOf(value) ?? 'bilinear'}`;
  return undefined;
}

/** The filter that a word of another library, or a number of Pillow, means. */
function filterOf(value: unknown): string | undefined {
  const known = aliases.values.filter!;
  return (
    aliasOf(saidText(value), known) ?? (Object.hasOwn(known, saidText(value)) ? saidText(value) : undefined)
  );
}

/** A key of pictures that belongs to another section, or holds several options. */
export function forPictureKey(pictures: Record<string, unknown>, name: string): string | undefined {
  const value = pictures[name];
  if (/^(colou?r_?)?(mode|space)$/i.test(name) && typeof value === 'string')
    return `channels: ${wordOf('channels', value) ?? 'rgb'}`;
  if (/^(interpolation|interp|resample|resampling|filter|antialias)$/i.test(name)) {
    const size = pictures.size === undefined ? 'shorter: 256' : `size: ${written(pictures.size)}`;
    const how =
      typeof value === 'boolean' ? `antialias: ${value}` : `filter: ${filterOf(value) ?? 'bilinear'}`;
    return `resize: { ${size}, ${how} }${pictures.size === undefined ? '' : ', in place of size'}`;
  }
  if (/^(re)?scale$/i.test(name) && !Array.isArray(value))
    return value === 1 || /^1(\.0?)?\s*\/|^0?\.00/.test(saidText(value))
      ? 'leave it out: values are from 0 to 1 already'
      : 'range: [0, 255], or leave it out for values from 0 to 1';
  if (/^(shuffle|shuffled|random)$/i.test(name) && typeof value === 'boolean')
    return value ? 'order: random' : 'leave it out: pictures are in the order of their names';
  if (
    /^(split|subset|fold|partition)$/i.test(name) &&
    typeof value === 'string' &&
    typeof pictures.path === 'string'
  )
    return pasted`path: ${written(`${pictures.path.replace(/\/$/, '')}/${value}`)}`;
  if (/^recursive$/i.test(name)) return 'leave it out: the folders below are read too';
  if (/^(batch_?size|num_?workers|batch|download|train)$/i.test(name))
    return 'leave it out: it has no meaning here';
  if (name === 'frame') return pasted`shift: { max: 3, frame: ${written(value)} }`;
  if (/^(background|fill|pad_?value|bg|canvas_?colou?r)$/i.test(name) && !isObject(value)) {
    const number = typeof value === 'number' ? value : /^(white|beyaz)$/i.test(saidText(value)) ? 1 : 0;
    return `embed: { size: 64, background: ${number} }`;
  }
  return undefined;
}
