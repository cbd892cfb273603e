import { circle } from './circle.ts';
import { dots } from './dots.ts';
import { file } from './file.ts';
import { folder } from './folder.ts';
import { idx } from './idx.ts';
import { noise } from './noise.ts';
import { pixels } from './pixels.ts';
import { sprite } from './sprite.ts';

/** Every kind of image, by its name in experiment files. A new kind is a file and a line here. */
export const images = {
  circle,
  dots,
  noise,
  pixels,
  file,
  folder,
  sprite,
  idx,
};
