import { endingOf, otherPictureEndings, pictureEndings } from '../../image/picture_endings.ts';
import { readCall } from './call.ts';
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
  const call = readCall(name);
  const [argument] = call?.positional ?? [];
  if (call !== undefined && typeof argument === 'string' && /open|read|load|folder/i.test(call.name))
    return /folder/i.test(call.name)
      ? pasted`{ type: folder, path: ${written(argument)} }`
      : pictureFile(argument);
  const [, folder] = /^([^*?]*?)\/?[^/]*[*?]/.exec(name) ?? [];
  if (folder !== undefined) return pasted`{ type: folder, path: ${written(folder || '.')} }`;
  const files = name.split(/\s*,\s*/);
  if (files.length > 1 && files.every((one) => pictureEndings.includes(endingOf(one))))
    return sweptPictures(files);
  const ending = endingOf(name);
  if (pictureEndings.includes(ending)) return pasted`{ type: file, path: ${written(name)} }`;
  if (otherPictureEndings.includes(ending))
    return pasted`{ type: file, path: ${written(`${name.slice(0, -ending.length)}.png`)} }, with the picture saved as PNG`;
  return /^\.{0,2}\/|[\\/]/.test(name) ? pasted`{ type: folder, path: ${written(name)} }` : undefined;
}

/** Several pictures as the values of a sweep, beside the first of them. */
export function sweptPictures(files: readonly unknown[]): string | undefined {
  return pasted`{ type: file, path: ${written(files[0])} }, and sweep: { image.path: ${written(files)} } at the top of the file`;
}
