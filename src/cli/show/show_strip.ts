import stringWidth from 'string-width';
import { sizeLabel } from '../../core/tensor.ts';
import {
  channelLabel,
  type FilmStrip,
  type FilmStripStep,
  frameRaster,
  stripNote,
  stripRowLabel,
} from '../../picture/film_strip.ts';
import { type Palette, rasterLines } from '../../picture/terminal.ts';
import { colours } from '../terminal/terminal.ts';

const FRAME_GAP = 2;
const MIN_FRAME_WIDTH = 8;
const WIDEST = 32;

/** The film strip as text: a row of frames for each shift. Steps that do not fit side by side go below. */
export function showStrip(shown: FilmStrip, palette: Palette, width: number): string {
  const room = Math.max(MIN_FRAME_WIDTH, width - FRAME_GAP);
  const most = Math.max(1, Math.floor((room + FRAME_GAP) / (MIN_FRAME_WIDTH + FRAME_GAP)));
  const bands = Math.ceil(shown.steps.length / most);
  const across = Math.ceil(shown.steps.length / bands);
  const side = Math.min(WIDEST, Math.floor((room + FRAME_GAP) / across) - FRAME_GAP);
  const lines: string[] = [];
  for (let at = 0; at < shown.steps.length; at += across) {
    if (at > 0) lines.push('');
    lines.push(...band({ ...shown, steps: shown.steps.slice(at, at + across) }, palette, side));
  }
  return lines.join('\n');
}

/** Shifts between two prints of the headings: the earlier headings have left the screen. */
const SHIFTS_PER_HEADING = 4;

function band(shown: FilmStrip, palette: Palette, side: number): string[] {
  const { steps, shifts } = shown;
  const labels = steps.map((step) => channelLabel(step) ?? '');
  const heading = [
    steps.map(({ step, depth, layer }) => (step === 0 ? layer : `${depth} ${layer}`)),
    steps.map(({ outputs, marks }) => (marks ? 'dashed: unshifted, moved' : sizeLabel(outputs[0]!.shape))),
    ...(labels.every((label) => label === '') ? [] : [labels]),
  ].map((words) => beside(words, side));
  return shifts.flatMap((_, i) => [
    ...(i % SHIFTS_PER_HEADING === 0 ? heading : []),
    `${' '.repeat(FRAME_GAP)}${colours.dim(stripRowLabel(shown, i))}`,
    ...frames(steps, i, palette, side),
    ...(i === 0
      ? []
      : [
          beside(
            steps.map((step) => stripNote(shown, step, i)),
            side,
          ),
        ]),
  ]);
}

/** Frames of one shift, side by side, each in the middle of its square. */
function frames(steps: readonly FilmStripStep[], shift: number, palette: Palette, side: number): string[] {
  const drawn = steps.map((step) => frameRaster(step, shift, side, true));
  const texts = drawn.map((one, i) => {
    const decision = steps[i]!.decisions?.[shift];
    return decision === undefined ? rasterLines(one, palette) : [fitted(decision, drawn[i]!.width)];
  });
  const height = Math.max(...texts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, y) => {
    const cells = texts.map((lines, i) => {
      const line = lines[y - Math.floor((height - lines.length) / 2)];
      const free = side - drawn[i]!.width;
      const left = Math.floor(free / 2);
      return line === undefined ? ' '.repeat(side) : `${' '.repeat(left)}${line}${' '.repeat(free - left)}`;
    });
    return `${' '.repeat(FRAME_GAP)}${cells.join(' '.repeat(FRAME_GAP))}`.trimEnd();
  });
}

/** A text cut or padded to a number of columns. */
function fitted(text: string, width: number): string {
  const whole = stringWidth(text) <= width ? text : `${[...text].slice(0, width - 1).join('')}…`;
  return whole + ' '.repeat(Math.max(0, width - stringWidth(whole)));
}

/** Words below or above frames, cut where they are longer. */
function beside(words: readonly string[], side: number): string {
  const cells = words.map((word) => fitted(word, side));
  return `${' '.repeat(FRAME_GAP)}${cells.join(' '.repeat(FRAME_GAP))}`.trimEnd();
}
