import { createScheduler } from '../../core/scheduler.ts';
import type { Image, Pair } from '../../core/tensor.ts';
import { coincides } from '../../engine/engine.ts';
import type { Variant } from '../../experiment/variants/variant.ts';
import { isInner } from '../../layers/stack/stack.ts';
import { outputsAt } from '../../run/outputs_at.ts';
import { seenCells } from '../../run/seen_cells.ts';
import type { RunSettings } from '../../run/settings.ts';
import { shiftRange } from '../../shift/range.ts';
import type { Held, HeldStep, TracedCell } from '../protocol.ts';

/** Keeps the numbers that a decision is made from beside the measured steps, so that the page can show them. */
function shownSteps({ steps, measured }: Variant): ReadonlySet<number> {
  const before = steps.flatMap(({ layer, index }) => (layer?.kind.classifies ? [index - 1] : []));
  return new Set([...measured, ...before.filter((index) => !isInner(steps[index]!))]);
}

/**
 * The outputs of a variant for one shift, whether or not it can be drawn, and for the unshifted image.
 *
 * @throws UserError (run) where an output is not finite
 */
export async function hold(
  variant: Variant,
  shift: Pair,
  trace: TracedCell | undefined,
  settings: RunSettings,
): Promise<Held> {
  const shown: Variant = { ...variant, measured: shownSteps(variant) };
  const still = shift[0] === 0 && shift[1] === 0;
  const options = { ...settings, scheduler: createScheduler() };
  const outputs = await outputsAt(shown, still ? [[0, 0]] : [[0, 0], shift], options);
  const { against } = variant;
  const other: Variant | undefined = against && { ...shown, image: against, against: undefined };
  const seconds = other && (await outputsAt(other, [shift], options));
  const places = variant.steps.filter(({ index }) => shown.measured.has(index));
  const drawn = furthestShifts(variant);
  const steps = places.map(({ index, name, depth, shape, stride, classNumbers }, at): HeldStep => {
    const [reference, output = reference!] = outputs[at]!;
    const compared = { reference: reference!, output, shift, stride, drawn };
    const decided = variant.steps[index + 1]?.layer?.kind.classifies && !classNumbers;
    return {
      step: index,
      layer: name,
      depth,
      shape,
      reference: reference!.data,
      output: output.data,
      second: seconds && {
        output: seconds[at]![0]!.data,
        // Both are shifted alike, so that one is compared with the other as it is.
        agrees: coincides(variant.compare, {
          reference: output,
          output: seconds[at]![0]!,
          shift: [0, 0],
          stride,
          drawn,
        }),
      },
      same: still || coincides(variant.compare, compared),
      ...(decided && shape[0] * shape[1] === 1 && { probabilities: probabilitiesOf(output) }),
    };
  });
  const traced = trace && places[trace.at];
  const seen = traced && seenCells(variant.steps, traced.index, [trace.y, trace.x]);
  return {
    steps,
    seen: seen && places.map(({ index }) => seen[index] ?? { rows: [], columns: [] }),
  };
}

/** Shifts that reach as far as all that can be drawn. */
function furthestShifts({ shift }: Variant): { dy: number[]; dx: number[] } {
  const range = shiftRange(shift);
  if ('outermost' in range)
    return { dy: range.outermost.map(([dy]) => dy), dx: range.outermost.map(([, dx]) => dx) };
  return { dy: [...range.y], dx: [...range.x] };
}

/** The values, if they are probabilities; else their softmax. */
function probabilitiesOf({ data }: Image): Float32Array {
  const sum = data.reduce((all, value) => all + value, 0);
  if (Math.abs(sum - 1) < 1e-3 && data.every((value) => value >= 0)) return data.slice();
  const most = data.reduce((all, value) => Math.max(all, value), Number.NEGATIVE_INFINITY);
  const powers = data.map((value) => Math.exp(value - most));
  const total = powers.reduce((all, value) => all + value, 0);
  return powers.map((value) => value / total);
}
