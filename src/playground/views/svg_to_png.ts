/** An SVG as PNG on a canvas, at twice its size. @param tooLarge what is said where the browser has no such canvas */
export async function pngOfSvg(svg: string, tooLarge: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * image.naturalWidth;
    canvas.height = 2 * image.naturalHeight;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error(tooLarge))));
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
