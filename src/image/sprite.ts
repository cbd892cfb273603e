import * as v from 'valibot';
import { FileProblem } from '../core/files.ts';
import { choice, described, options, path, size } from '../core/options.ts';
import type { Pair, Shape } from '../core/tensor.ts';
import { type Bitmap, decodePicture, readHeader } from './decode/raster.ts';
import { tooLargeForCanvas } from './file.ts';
import { defineImage, type Picture } from './kind.ts';
import { fitsCanvas } from './preprocess/embed.ts';
import { colorOptions, preprocess, preprocessedShapes, preprocessOptions } from './preprocess/preprocess.ts';
import { selectionOptions } from './selection.ts';

/** A sheet of pictures of one size. */
export const sprite = defineImage({
  title: 'A set of pictures: the tiles of one sheet, a PNG or JPEG file, row by row.',
  options: options({
    path: described('The sheet, relative to the experiment file and below its folder.', path()),
    tile: described(
      'Height and width of a tile: n, or [height, width]. The sheet has a whole number of them.',
      size({ max: 16_000_000 }),
    ),
    labels: described(
      "rows: a tile's class is its row, from 0. none: they have no classes.",
      v.optional(choice(['rows', 'none']), 'rows'),
    ),
    ...selectionOptions,
    ...preprocessOptions,
    ...colorOptions,
  }),
  async load(given, files): Promise<LoadedSheet> {
    const encoded = readHeader(given.path, await files.read(given.path), given.max_pixels);
    const { height, width } = encoded.header;
    const [rows, columns] = [height / given.tile[0], width / given.tile[1]];
    if (!Number.isInteger(rows) || !Number.isInteger(columns)) {
      const tile = given.tile.join('×');
      const message = `"${given.path}" is ${height}×${width}, which is no whole number of tiles of ${tile}`;
      throw new FileProblem(given.path, message);
    }
    const { picture, canvas } = preprocessedShapes({ height: given.tile[0], width: given.tile[1] }, given);
    if (!fitsCanvas(picture, given.embed))
      throw new FileProblem(given.path, tooLargeForCanvas(picture, canvas));
    let sheet: Promise<Bitmap> | undefined;
    return {
      rows,
      columns,
      shape: canvas,
      sheet() {
        sheet ??= decodePicture(encoded, files);
        return sheet;
      },
    };
  },
  shape: (_, { shape }: LoadedSheet) => shape,
  pictures({ labels, limit, order }, { rows, columns }: LoadedSheet) {
    const list = Array.from({ length: rows * columns }, (_, at): Picture => {
      const row = Math.floor(at / columns);
      return { name: `r${row}c${at % columns}`, label: labels === 'rows' ? row : undefined };
    });
    const classes = labels === 'rows' ? Array.from({ length: rows }, (_, row) => String(row)) : undefined;
    return { list, classes, limit, order };
  },
  async draw(given, _, source) {
    const { columns, sheet } = source!.loaded as LoadedSheet;
    const at = [Math.floor(source!.picture / columns), source!.picture % columns] as const;
    return preprocess(tileOf(await sheet(), at, given.tile), given);
  },
});

interface LoadedSheet {
  rows: number;
  columns: number;
  shape: Shape;
  /** Decoded once. */
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
