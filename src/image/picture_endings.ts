/** How the names of pictures end that are read: PNG, and JPEG by each of its endings. */
export const pictureEndings = ['.png', '.jpg', '.jpeg', '.jpe', '.jfif'];

/** How the names of other pictures end. They are refused, or left out of a folder with a warning. */
export const otherPictureEndings = '.webp .gif .bmp .tif .tiff .heic .heif .avif .jp2 .ppm .pgm .svg'.split(
  ' ',
);

/**
 * The ending of a file's name, in small letters.
 *
 * @example endingOf('photos/Cat.JPG') // '.jpg'
 */
export function endingOf(name: string): string {
  return /\.[^./\\]*$/.exec(name)?.[0].toLowerCase() ?? '';
}
