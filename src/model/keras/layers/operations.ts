import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import { axesList, axisOfPicture, reordering } from '../axes.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, type KerasLayer, type Lengths, readConfig, unsupportedArgument } from '../kind.ts';
import { merged } from '../merged.ts';

/** Functions of `keras.ops` and operators of Python, which Keras 3 writes as layers. */

/** x / y and xʸ, value by value. */
export const Divide = merged((tf, a, b) => tf.div(a, b), 2);
export const TrueDivide = merged((tf, a, b) => tf.div(a, b), 2);
export const Power = merged((tf, a, b) => tf.pow(a, b), 2);
export const FloorDivide = merged((tf, a, b) => tf.floor(tf.div(a, b)), 2);
export const DivideNoNan = merged((tf, a, b) => tf.divNoNan(a, b), 2);
export const Arctan2 = merged((tf, a, b) => tf.atan2(a, b), 2);
export const Hypot = merged((tf, a, b) => tf.sqrt(tf.add(tf.square(a), tf.square(b))), 2);
export const Logaddexp = merged((tf, a, b) => {
  const larger = tf.maximum(a, b);
  return tf.add(larger, tf.log1p(tf.exp(tf.neg(tf.abs(tf.sub(a, b))))));
}, 2);

/** The remainder of x / y: with the sign of y, and with that of x. */
export const Mod = merged((tf, a, b) => tf.sub(a, tf.mul(tf.floor(tf.div(a, b)), b)), 2);
export const Fmod = merged((tf, a, b) => {
  const times = tf.floor(tf.abs(tf.div(a, b)));
  return tf.sub(a, tf.mul(tf.mul(tf.sign(tf.mul(a, b)), times), b));
}, 2);

/** Axes in another order; the batch remains the first. */
export const Transpose: KerasClass = (config) => {
  const { axes } = readConfig(config, { axes: v.array(whole({ min: 0 }), 'expected a list of axes') });
  return reordering((x) => {
    const fits = axes[0] === 0 && new Set(axes).size === x.length && axes.every((axis) => axis < x.length);
    if (fits) return axes;
    throw new Error(`orders the ${x.length} axes as ${axes.join(', ')}; the batch has to be the first`);
  });
};

/** Two axes exchanged. */
export const Swapaxes: KerasClass = (config) => {
  const { axis1, axis2 } = readConfig(config, { axis1: whole(), axis2: whole() });
  return reordering((x) => {
    const [a, b] = [axisIndex(axis1, x), axisIndex(axis2, x)];
    if (a === 0 || b === 0) throw new Error('exchanges the batch with another axis, which is not supported');
    return x.map((_, i) => (i === a ? b : i === b ? a : i));
  });
};

/** An axis of length 1 more. */
export const ExpandDims: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: whole() });
  return reshaping((x) => {
    const at = axisIndex(axis, [...x, 1]);
    if (at === 0) throw new Error('adds an axis before the batch, which is not supported');
    return [...x.slice(0, at), 1, ...x.slice(at)];
  });
};

/** Without axes of length 1. */
export const Squeeze: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(v.nullable(axesList), null) });
  return reshaping((x) => {
    const left = axis
      ? axis.map((one) => axisIndex(one, x))
      : x.flatMap((n, i) => (n === 1 && i > 0 ? [i] : []));
    if (left.includes(0)) throw new Error('takes away the axis of the batch, which is not supported');
    if (left.some((at) => x[at] !== 1))
      throw new Error(`takes away an axis of ${x.slice(1).join('×')} that is longer than 1`);
    return x.filter((_, i) => !left.includes(i));
  });
};

/** Parts of an axis, one after the other: as many equal ones, or those between some places. */
export const Split = splitting(false);

/** The same, where equal parts need not be: the first ones are longer by 1. */
export const ArraySplit = splitting(true);

function splitting(uneven: boolean): KerasClass {
  return (config) => {
    const places = v.array(whole({ min: 0 }));
    const { indices_or_sections: given, axis } = readConfig(config, {
      indices_or_sections: v.union([whole({ min: 1 }), places], 'expected a number of parts, or places'),
      axis: v.optional(whole(), 0),
    });
    return severalParts((x, index) => {
      const at = axisOfPicture(axis, x);
      const length = x[at]!;
      if (typeof given === 'number' && length % given !== 0 && !uneven)
        throw new Error(`makes ${given} equal parts of ${length} places`);
      const ends = typeof given === 'number' ? partEnds(length, given) : [...given, length];
      const [from = 0, to = -1] = [index === 0 ? 0 : ends[index - 1], ends[index]];
      return { at, from: Math.min(from, length), to: Math.min(to, length) };
    });
  };
}

/** The places of an axis, without that axis. */
export const Unstack: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(whole(), 0) }, ['num']);
  return severalParts((x, index) => ({ at: axisOfPicture(axis, x), from: index, to: index + 1 }), true);
};

function partEnds(length: number, count: number): number[] {
  const [each, more] = [Math.floor(length / count), length % count];
  return Array.from({ length: count }, (_, i) => (i + 1) * each + Math.min(i + 1, more));
}

/** A layer that gives parts of an axis. @param places which of x the part of an index has */
function severalParts(
  places: (x: Lengths, index: number) => { at: number; from: number; to: number },
  withoutAxis = false,
): KerasLayer {
  const part = (index: number): KerasLayer => {
    const shape = (x: Lengths) => {
      const { at, from, to } = places(x, index);
      if (to < from || to > x[at]!) throw new Error(`has no output ${index}`);
      return withoutAxis ? x.toSpliced(at, 1) : x.with(at, to - from);
    };
    return {
      shape: ([x]) => shape(x!),
      apply(tf, [x]) {
        const { at, from, to } = places(x!.shape, index);
        const begin = x!.shape.map((_, axis) => (axis === at ? from : 0));
        return tf.reshape(tf.slice(x!, begin, x!.shape.with(at, to - from)), shape(x!.shape));
      },
    };
  };
  return { ...part(0), part };
}

/** A part of a tensor: numbers, slices, dots and new axes of Python, of axes after the batch. */
export const GetItem: KerasClass = (config) => {
  readConfig(config, {});
  const nothing = () => {
    throw new Error('takes a part of a tensor without saying which');
  };
  return {
    shape: nothing,
    apply: nothing,
    called(options) {
      // The places of several axes are a list.
      const keys = Object.entries(options).flatMap(([key, value]) =>
        [value].flat().map((one) => [key, one] as const),
      );
      const parts = keys.map(([key, value]) => pythonIndex(key, value));
      const [batch] = parts;
      if (batch !== 'dots' && !(batch && isWholeAxis(batch)))
        throw new Error(`${keys[0]?.[0] ?? 'no part'}: a part of the batch, which is not supported`);
      const rangesOf = (x: Lengths) => rangesOfParts(parts, x);
      const shape = (x: Lengths) =>
        rangesOf(x).flatMap((range) => (range === 'new' ? [1] : range.only ? [] : [range.count]));
      return {
        shape: ([x]) => shape(x!),
        apply(tf, [x]) {
          const ranges = rangesOf(x!.shape).filter((range) => range !== 'new');
          const part = ranges.reduce((now, { begin, step, count }, axis) => {
            if (begin === 0 && step === 1 && count === now.shape[axis]) return now;
            const places = Int32Array.from({ length: count }, (_, i) => begin + i * step);
            return tf.gather(now, tf.tensor1d(places, 'int32'), axis);
          }, x!);
          return tf.reshape(part, shape(x!.shape));
        },
      };
    },
  };
};

/** A slice of an axis, or of a number, of which no axis is left; an axis more; or all axes that nothing is said of. */
type PythonIndex =
  | { start: number | null; stop: number | null; step: number; only?: boolean }
  | 'new'
  | 'dots';

interface IndexRange {
  begin: number;
  step: number;
  count: number;
  only?: boolean | undefined;
}

const slicePlace = v.nullable(whole());
const sliceStep = v.pipe(
  whole(),
  v.check((step) => step !== 0),
);
const sliceShape = v.object({
  class_name: v.literal('__slice__'),
  config: v.object({ start: slicePlace, stop: slicePlace, step: v.nullable(sliceStep) }),
});
const dotsShape = v.object({ class_name: v.literal('__ellipsis__') });

function pythonIndex(key: string, value: unknown): PythonIndex {
  if (value === null) return 'new';
  if (Number.isSafeInteger(value)) return { start: value as number, stop: null, step: 1, only: true };
  if (v.is(dotsShape, value)) return 'dots';
  const { success, output } = v.safeParse(sliceShape, value);
  if (!success) throw new Error(unsupportedArgument(key, value));
  const { start, stop, step } = output.config;
  return { start, stop, step: step ?? 1 };
}

function isWholeAxis(part: PythonIndex): boolean {
  return (
    typeof part === 'object' && !part.only && part.start === null && part.stop === null && part.step === 1
  );
}

/** The range of each axis, with the axes that are new. */
function rangesOfParts(parts: readonly PythonIndex[], x: Lengths): (IndexRange | 'new')[] {
  const said = parts.filter((part) => typeof part === 'object').length;
  const beyond = x.length - said;
  const dots = parts.filter((part) => part === 'dots').length;
  if (beyond < 0 || dots > 1 || (parts[0] === 'dots' && beyond === 0))
    throw new Error(`takes a part of ${said - 1} axes out of ${x.length - 1}`);
  const whole: PythonIndex = { start: null, stop: null, step: 1 };
  const rest = Array<PythonIndex>(beyond).fill(whole);
  const all = dots === 1 ? parts.flatMap((part) => (part === 'dots' ? rest : [part])) : [...parts, ...rest];
  let axis = 0;
  return all.map((part) => (typeof part === 'string' ? 'new' : sliceRange(part, x[axis++]!)));
}

/** As Python has it: negative places count from the end, and those beyond it are cut. */
function sliceRange({ start, stop, step, only }: Exclude<PythonIndex, string>, length: number): IndexRange {
  if (only) {
    const inside = start! >= -length && start! < length;
    if (!inside) throw new Error(`takes the place ${start} of ${length}`);
    return { begin: start! < 0 ? start! + length : start!, step: 1, count: 1, only };
  }
  const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
  const clipped = (at: number | null, missing: number) =>
    at === null ? missing : Math.min(Math.max(at < 0 ? at + length : at, least), most);
  const begin = clipped(start, step > 0 ? least : most);
  const end = clipped(stop, step > 0 ? most : least);
  return { begin, step, count: Math.max(0, Math.ceil((end - begin) / step)) };
}

function reshaping(to: (x: Lengths) => number[]): KerasLayer {
  return { shape: ([x]) => to(x!), apply: (tf, [x]) => tf.reshape(x!, to(x!.shape)) };
}
