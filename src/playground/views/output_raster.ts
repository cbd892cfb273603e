import type { Image } from '../../core/tensor.ts';
import { type Colour, mixColours } from '../../picture/colour.ts';
import { type Raster, shrinkToSquare } from '../../picture/raster.ts';
import { type Channel, isRgb, renderOutput, usualChannel, valueRange } from '../../picture/render_output.ts';
import type { SeenCells } from '../../run/seen_cells.ts';
import type { HeldStep } from '../protocol.ts';

/** Cells that changed glow in this colour; cells that a traced cell sees, in that one. */
const CHANGED: Colour = [230, 159, 0, 255];
const SEEN: Colour = [86, 180, 233, 255];

/** The most pixels on a side of an output that is shown. */
const MAX_OUTPUT_SIDE = 512;

/** Draws a held output. Cells that differ from the unshifted output light up; so do cells that a traced cell sees. */
export function outputRaster(step: HeldStep, seen: SeenCells | undefined, lit: boolean): Raster {
  const { outputs, channel } = shownOutputs(step);
  const drawn = renderOutput(outputs[1], channel, valueRange(outputs, channel));
  const [height, width, channels] = step.shape;
  const isMap = drawn.width === width && drawn.height === height;
  if (isMap) {
    const marked = new Uint8Array(width * height);
    if (lit && step.same !== true) markChanged(marked, step, channels);
    if (seen)
      for (const row of seen.rows) for (const column of seen.columns) marked[row * width + column] = 2;
    tint(drawn, marked);
  }
  return shrinkToSquare(drawn, MAX_OUTPUT_SIDE);
}

/** The unshifted output and that of the shift, and what is shown of their channels; undefined: their colours. */
export function shownOutputs({ shape, reference, output }: HeldStep): {
  outputs: [reference: Image, output: Image];
  channel: Channel | undefined;
} {
  const outputs: [Image, Image] = [
    { shape, data: reference },
    { shape, data: output },
  ];
  return { outputs, channel: outputs.every(isRgb) ? undefined : (usualChannel(outputs) ?? 'mean') };
}

function markChanged(marked: Uint8Array, { output, reference }: HeldStep, channels: number): void {
  for (let i = 0; i < output.length; i++)
    if (output[i] !== reference[i]) marked[Math.floor(i / channels)] = 1;
}

function tint({ data }: Raster, marked: Uint8Array): void {
  for (let cell = 0; cell < marked.length; cell++) {
    if (marked[cell] === 0) continue;
    const at = 4 * cell;
    const before: Colour = [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!];
    const seen = marked[cell] === 2;
    data.set(mixColours(before, seen ? SEEN : CHANGED, seen ? 0.6 : 0.45), at);
  }
}

/** How many cells differ from the unshifted output, in at least one channel. */
export function changedCells({ output, reference, shape: [height, width, channels] }: HeldStep): number {
  const marked = new Uint8Array(height * width);
  for (let i = 0; i < output.length; i++)
    if (output[i] !== reference[i]) marked[Math.floor(i / channels)] = 1;
  return marked.reduce((sum, one) => sum + one, 0);
}
