import { written } from './written.ts';

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
  if (/\.(png|jpe?g|gif|bmp|tiff?|webp)$/i.test(name)) return `{ type: file, path: ${written(name)} }`;
  return /^\.{0,2}\/|[\\/]/.test(name) ? `{ type: folder, path: ${written(name)} }` : undefined;
}
