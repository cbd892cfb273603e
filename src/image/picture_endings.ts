/** How the names of pictures end that are read: PNG, and JPEG by each of its endings. */
export const pictureEndings = ['.png', '.jpg', '.jpeg', '.jpe', '.jfif'];

/** How the names of other pictures end. They are refused, or left out of a folder with a warning. */
export const otherPictureEndings =
  '.webp .gif .bmp .dib .tif .tiff .heic .heif .avif .jp2 .j2k .jxl .jxr .ppm .pgm .pbm .pnm .pfm .tga .qoi .ico .psd .xcf .exr .hdr .dds .pcx .dcm .svg .cr2 .cr3 .nef .arw .dng .raf .orf .rw2'.split(
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
