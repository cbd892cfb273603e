import { endingOf, otherPictureEndings, pictureEndings } from '../../image/picture_endings.ts';
import { pasted, written } from './written.ts';

/**
 * The form that names a picture's file, or a folder of pictures; undefined for any other text.
 *
 * @example pictureFile('cat.png') // '{ type: file, path: cat.png }'
 */
export function pictureFile(name: string): string | undefined {
  if (/^(https?|ftp|s3|gs):\/\//i.test(name))
    return '{ type: file, path: cat.png }, with the picture downloaded';
  if (name.startsWith('~'))
    return '{ type: file, path: cat.png }, with the picture below the folder of this file';
  const ending = endingOf(name);
  if (pictureEndings.includes(ending)) return pasted`{ type: file, path: ${written(name)} }`;
  if (otherPictureEndings.includes(ending))
    return pasted`{ type: file, path: ${written(`${name.slice(0, -ending.length)}.png`)} }, with the picture saved as PNG`;
  return /^\.{0,2}\/|[\\/]/.test(name) ? pasted`{ type: folder, path: ${written(name)} }` : undefined;
}
