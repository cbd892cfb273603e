import type { Image, Window } from '../core/tensor.ts';
import { spaceOf, taking } from './arena.ts';

/** A compact copy of a window's values. */
export function copyWindow(window: Window): Image {
  const { data, offset, rowStep, columnStep, shape } = window;
  const [height, width, channels] = shape;
  const length = height * width * channels;
  const home = spaceOf(data, taking(4 * length));
  if (!home) return { data: copied(window), shape };
  const to = home.room(4 * length);
  home.loops.gather(data.byteOffset + 4 * offset, height, width, channels, rowStep, columnStep, to);
  const copy = home.floats(to, length).slice();
  home.back(to);
  return { data: copy, shape };
}

function copied({
  data,
  offset,
  rowStep,
  columnStep,
  shape: [height, width, channels],
}: Window): Float32Array {
  const copy = new Float32Array(height * width * channels);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = offset + y * rowStep;
    if (columnStep === channels) {
      copy.set(data.subarray(row, row + width * channels), to);
      to += width * channels;
    } else {
      for (let cell = row, end = row + width * columnStep; cell < end; cell += columnStep)
        for (let c = 0; c < channels; c++) copy[to++] = data[cell + c]!;
    }
  }
  return copy;
}
