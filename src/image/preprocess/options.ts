import * as v from 'valibot';
import {
  boolean,
  breaks,
  choice,
  described,
  expects,
  number,
  options,
  pair,
  size,
  whole,
} from '../../core/options.ts';
import { type PerChannel, perChannel } from '../../core/per_channel.ts';
import type { Pair } from '../../core/tensor.ts';
import { type EmbedOption, embedOption } from './embed.ts';
import type { ResizeMethod } from './resize.ts';

const MAX_RESIZED_SIDE = 16_000_000;

const resizeOption = v.pipe(
  options({
    shorter: described(
      'Length of the shorter side; the other side keeps the proportions, rounded down (torchvision).',
      v.optional(whole({ min: 1, max: MAX_RESIZED_SIDE })),
    ),
    size: described('Height and width: n, or [height, width].', v.optional(size({ max: MAX_RESIZED_SIDE }))),
    filter: described(
      'bilinear, bicubic (a = -1/2 with antialias, else -3/4), lanczos (3 lobes), or nearest.',
      v.optional(choice(['bilinear', 'bicubic', 'lanczos', 'nearest']), 'bilinear'),
    ),
    antialias: described(
      'true: widens the filter where the picture shrinks, as Pillow does. false: does not, as PyTorch and OpenCV do by default.',
      v.optional(boolean(), true),
    ),
    round: described(
      'true: rounds to the levels of the file (0 to 255). With antialias the levels are those of Pillow. false: does not round.',
      v.optional(boolean(), true),
    ),
  }),
  v.check(
    (given) => (given.shorter === undefined) !== (given.size === undefined),
    breaks('expected one of shorter and size'),
  ),
);

/** Options of every kind that reads pictures. */
export const preprocessOptions = {
  size: described(
    'Resizes the picture to n×n, or [height, width]: short for resize: { size, filter: bilinear, antialias: true, round: false }. Default: its own size.',
    v.optional(size({ max: MAX_RESIZED_SIDE })),
  ),
  resize: described(
    'Resizes the picture: { shorter } or { size }, with filter, antialias and round. Default: its own size.',
    v.optional(resizeOption),
  ),
  crop: described(
    'Then cuts n×n, or [height, width], from its centre. Default: the whole picture.',
    v.optional(size({ max: MAX_RESIZED_SIDE })),
  ),
  range: described(
    'Values of black and white, [black, white]; other values are interpolated linearly. Gamma and colour profiles are not applied.',
    v.optional(pair(number(), '[black, white]'), [0, 1]),
  ),
  mean: described(
    'Then every value becomes (value - mean) / std: a number, or one per channel. Default: 0.',
    v.optional(perChannel(number())),
  ),
  std: described(
    'The divisor of mean, above 0: a number, or one per channel. Default: 1.',
    v.optional(perChannel(v.pipe(number(), v.gtValue(0, expects('a number above 0'))))),
  ),
  ...embedOption,
};

/** Options of kinds that decode picture files, which may have colours. */
export const colorOptions = {
  channels: described(
    'grey: one channel, 0.299 red + 0.587 green + 0.114 blue (Rec. 601, not rounded). rgb, bgr: three channels in this order. Transparent pixels are laid over black.',
    v.optional(choice(['grey', 'rgb', 'bgr']), 'grey'),
  ),
  orient: described(
    'true: turns the picture as its EXIF orientation says. false: takes the pixels as they are stored. Default: false, with a warning if a picture says that it is turned.',
    v.optional(boolean()),
  ),
  max_pixels: described(
    'Pictures with more pixels are refused before they are decoded.',
    v.optional(whole({ min: 1, max: 2 ** 26 }), 16_000_000),
  ),
};

export interface ResizeOption extends ResizeMethod {
  shorter?: number | undefined;
  size?: Pair | undefined;
  round: boolean;
}

export interface PreprocessOptions {
  size?: Pair | undefined;
  resize?: ResizeOption | undefined;
  crop?: Pair | undefined;
  range: Pair;
  mean?: PerChannel | undefined;
  std?: PerChannel | undefined;
  embed?: EmbedOption;
  channels?: 'grey' | 'rgb' | 'bgr' | undefined;
}

/** The number of channels that `channels` gives. */
export function channelsOf({ channels = 'grey' }: Pick<PreprocessOptions, 'channels'>): 1 | 3 {
  return channels === 'grey' ? 1 : 3;
}

/** The options of a kind that reads pictures, with the rules that concern several of them. */
export function pictureOptions<E extends Record<string, v.GenericSchema>>(entries: E) {
  return v.pipe(
    options(entries),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || dataset.issues) return;
      const given = dataset.value as unknown as PreprocessOptions;
      const report = (key: keyof PreprocessOptions, message: ReturnType<typeof expects>) => {
        const value = given[key];
        const path = [{ type: 'object', origin: 'value', input: given as object, key, value }] as const;
        addIssue({ message, input: value, path: [...path] as never });
      };
      if (given.size && given.resize) {
        report('size', breaks('size and resize exclude each other; write size inside resize'));
      }
      const { classes, labels } = dataset.value as { classes?: unknown; labels?: string };
      if (classes !== undefined && 'labels' in entries && (labels === undefined || labels === 'none')) {
        report('classes' as never, breaks('names classes, but the pictures have no labels'));
      }
      const count = channelsOf(given);
      const lists = { mean: given.mean, std: given.std, embed: given.embed?.background };
      for (const [key, list] of Object.entries(lists)) {
        if (!Array.isArray(list) || list.length === count) continue;
        const needed =
          count === 1 ? 'one number, as grey pictures have one channel' : 'one number per channel, 3';
        report(key as keyof PreprocessOptions, expects(needed));
      }
    }),
  );
}
