import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Raster } from '../../picture/raster.ts';

/** Pixels on a canvas, with sharp edges at any size. */
export function RasterCanvas({
  raster,
  ...attributes
}: { raster: Raster } & { 'aria-hidden'?: 'true' }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { width, height, data } = raster;
    const pixels = new ImageData(new Uint8ClampedArray(data), width, height);
    canvas.current!.getContext('2d')!.putImageData(pixels, 0, 0);
  }, [raster]);
  return <canvas ref={canvas} width={raster.width} height={raster.height} {...attributes} />;
}
