import * as v from 'valibot';
import { FileProblem } from '../core/files.ts';
import { choice, described, path, size } from '../core/options.ts';
import type { Pair, Shape } from '../core/tensor.ts';
import { classNamesOption, readClassNames } from './classes.ts';
import type { Bitmap } from './decode/format.ts';
import {
  decodePicture,
  type EncodedPicture,
  orientationWarnings,
  readHeader,
} from './decode/picture_file.ts';
import { defineImage, type Picture } from './kind.ts';
import { colorOptions, pictureOptions, preprocessOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import { preprocessedShape } from './preprocess/shape.ts';
import { selectionOptions } from './selection.ts';

/**
 * A set of pictures: the tiles of one sheet. The tile in row r and column c is called `r<r>c<c>`. Shape:
 * [tile[0], tile[1], 1], or 3 channels for `channels: rgb`.
 *
 * @example { type: sprite, path: fashion200.png, tile: 28 }
 */
export const sprite = defineImage({
  title: 'A set of pictures: the tiles of one sheet, a PNG or JPEG file, row by row.',
  preprocesses: true,
  options: pictureOptions({
    path: described('The sheet, relative to the experiment file and below its folder.', path()),
    tile: described(
      'Height and width of a tile: n, or [height, width]. Both sides of the sheet must be multiples of it.',
      size({ max: 16_000_000 }),
    ),
    labels: described(
      "rows: a tile's class is its row, from 0. none: pictures have no classes.",
      v.optional(choice(['rows', 'none']), 'rows'),
    ),
    classes: classNamesOption,
    ...selectionOptions,
    ...preprocessOptions,
    ...colorOptions,
  }),
  async load(given, files): Promise<LoadedSheet> {
    const encoded = await readHeader(given.path, await files.read(given.path), given);
    const { height, width } = encoded;
    const [rows, columns] = [height / given.tile[0], width / given.tile[1]];
    if (!Number.isInteger(rows) || !Number.isInteger(columns)) {
      const tile = given.tile.join('×');
      const message = `"${given.path}" is ${height}×${width}, which is not a whole number of tiles of ${tile}`;
      throw new FileProblem(given.path, message);
    }
    const shape = preprocessedShape(given.path, { height: given.tile[0], width: given.tile[1] }, given);
    let sheet: Promise<Bitmap> | undefined;
    return {
      rows,
      columns,
      shape,
      encoded,
      names: await readClassNames(given.classes, files),
      sheet() {
        sheet ??= decodePicture(encoded, files);
        return sheet;
      },
    };
  },
  shape: (_, { shape }: LoadedSheet) => shape,
  warnings: ({ orient }, { encoded }: LoadedSheet) => orientationWarnings([encoded], orient),
  pictures({ labels, classes: given, limit, order }, { rows, columns, names }: LoadedSheet) {
    const list = Array.from({ length: rows * columns }, (_, at): Picture => {
      const row = Math.floor(at / columns);
      return { name: `r${row}c${at % columns}`, label: labels === 'rows' ? row : undefined };
    });
    const classes =
      labels === 'rows' ? (names ?? Array.from({ length: rows }, (_, row) => String(row))) : undefined;
    return { list, classes, byPosition: given === undefined, limit, order };
  },
  async draw(given, _, source) {
    const { columns, sheet } = source!.loaded as LoadedSheet;
    const at = [Math.floor(source!.picture / columns), source!.picture % columns] as const;
    return preprocess(tileOf(await sheet(), at, given.tile), given);
  },
});

interface LoadedSheet {
  encoded: EncodedPicture;
  names: readonly string[] | undefined;
  rows: number;
  columns: number;
  shape: Shape;
  /** The decoded sheet. Decodes at the first call only. */
  sheet(): Promise<Bitmap>;
}

function tileOf({ width, channels, white, data }: Bitmap, [row, column]: Pair, [tall, wide]: Pair): Bitmap {
  const tile = new Uint16Array(tall * wide * channels);
  for (let y = 0, to = 0; y < tall; y++) {
    const from = ((row * tall + y) * width + column * wide) * channels;
    for (let i = 0; i < wide * channels; i++) tile[to++] = data[from + i]!;
  }
  return { width: wide, height: tall, channels, white, data: tile };
}
