import { count } from '../../core/error.ts';
import { formatStride, type Pair, sizeLabel } from '../../core/tensor.ts';
import { printable } from '../../expect/printable.ts';
import type { ExplainedStep, Explanation } from '../../run/explain.ts';
import { titleOf } from '../../run/variant_title.ts';
import { aligned, inLines, sentence, tableWidth } from '../terminal/terminal.ts';

/** An explanation as text. */
export function showExplanation(name: string, explanation: Explanation): string {
  const { values, shifts, picture, reach, steps, how, why, work, warnings } = explanation;
  const header = ['step', 'layer', 'size', 'stride', 'sees', 'values', 'padding', 'computed'];
  const shared = steps.filter(({ executor }) => executor === 'shared').length;
  return [
    inLines(
      printable(
        `${titleOf(name, { values })}: ${count(shifts, 'shift')}${picture ? ` of ${picture.name}, the first of ${count(picture.of, 'picture')}` : ''}`,
      ),
      2,
    ),
    aligned(steps.map(row), header, tableWidth()),
    sentence(
      why === ''
        ? 'One pass gives the outputs of all shifts at every step.'
        : `One pass gives ${shared === 0 ? 'no step' : shared === 1 ? 'step 0' : `steps 0 to ${shared - 1}`}, then copies: ${why}.`,
    ),
    sentence(`Computed ${how}.`),
    sentence(
      `${work.computed.toLocaleString('en')} values are computed; copies of every shift would take ${work.copies.toLocaleString('en')}. At once in memory: ${memoryText(work.bytes)}.`,
    ),
    ...guaranteesText(steps, reach),
    ...warnings.map((warning) => sentence(printable(`warning: ${warning}`))),
    '',
  ].join('\n');
}

function row({ step, layer, shape, stride, field, values, clear, executor }: ExplainedStep): string[] {
  return [
    String(step),
    layer,
    sizeLabel(shape),
    stride ? pairText(stride, formatStride) : '–',
    pairText(field),
    String(values),
    paddedCells(shape, clear),
    executor,
  ];
}

/** How many cells can see padding: `none`, `all cells`, or `12 cells`. */
function paddedCells([height, width]: readonly number[], { rows, columns }: ExplainedStep['clear']): string {
  const clear = (rows[1] - rows[0]) * (columns[1] - columns[0]);
  if (clear === height! * width!) return 'none';
  if (clear === 0) return 'all cells';
  return `${height! * width! - clear} cells`;
}

function pairText([y, x]: Pair, format: (length: number) => string = String): string {
  return y === x ? format(y) : `${format(y)}×${format(x)}`;
}

function reachText([y, x]: Explanation['reach']): string {
  if (y === null && x === null) return ', for circular shifts of any length';
  return y === x
    ? ` while shifts are no longer than ${y}, so that all content stays in the frame`
    : ` while shifts are no longer than (${y ?? 'any'}, ${x ?? 'any'}), so that all content stays in the frame`;
}

function guaranteesText(steps: readonly ExplainedStep[], reach: Explanation['reach']): string[] {
  if (reach[0] === 0 && reach[1] === 0)
    return [sentence('Nothing is guaranteed: content is at the edge, so a shift may move some of it out.')];
  return [sentence(`Guaranteed${reachText(reach)}:`), ...guarantees(steps)];
}

/** Steps with the same guarantee share a line. */
function guarantees(steps: readonly ExplainedStep[]): string[] {
  const lines: { from: number; to: number; text: string }[] = [];
  for (const { step, guarantee } of steps) {
    const text = guaranteed(guarantee);
    const last = lines.at(-1);
    if (last?.text === text) last.to = step;
    else lines.push({ from: step, to: step, text });
  }
  return lines.map(({ from, to, text }) =>
    sentence(`step${from === to ? ` ${from}` : `s ${from} to ${to}`}: ${text}`, 4),
  );
}

function guaranteed(guarantee: ExplainedStep['guarantee']): string {
  if (guarantee.holds === 'nothing') return `no guarantee: ${guarantee.why}`;
  const [y, x] = guarantee.unit;
  const shifts =
    y === 1 && x === 1 ? 'every whole shift' : `every shift by a multiple of ${pairText([y, x])}`;
  if (guarantee.holds === 'same') return `${shifts} coincides with the unshifted output`;
  return guarantee.byChannel
    ? `${shifts} only moves each channel of the output, by a whole number of cells of its own`
    : `${shifts} only moves the output by whole cells`;
}

/** @example memoryText(300_000) // '293 KiB' */
function memoryText(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 2 ** 10)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
