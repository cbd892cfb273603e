/** A small mistake, as one is made. */
export interface Mutant {
  /** What is wrong, in words. */
  title: string;
  /** Below `src/`. */
  file: string;
  /** Texts that each stand once in the file, and what takes their place. */
  edits: readonly (readonly [from: string, to: string])[];
}

function mutant(file: string, title: string, ...edits: [string, string][]): Mutant {
  return { file, title, edits };
}

/** Chosen before any of them was tried; `git log` of this file says so. */
export const mutants: readonly Mutant[] = [
  mutant('image/circle.ts', 'a circle between pixels keeps its middle row', [
    'if (offset === 0) return Number.NaN;',
    '',
  ]),
  mutant('image/circle.ts', 'the midpoint circle decides one step late', [
    'if (decision < 0)',
    'if (decision <= 0)',
  ]),
  mutant('image/circle.ts', 'the default radius is one pixel larger', [
    'given.radius ?? Math.max(2, Math.floor(Math.min(height, width) / 2) - 4)',
    'given.radius ?? Math.max(2, Math.floor(Math.min(height, width) / 2) - 3)',
  ]),
  mutant('image/dots.ts', 'rows and columns of a dot are swapped', ['y * size[1] + x', 'x * size[1] + y']),
  mutant('image/noise.ts', 'noise is not rounded but cut to half its range', [
    '{ length: height * width * channels }, next)',
    '{ length: height * width * channels }, () => next() / 2)',
  ]),
  mutant('shift/distribution.ts', 'the range is half-open, the last shift never comes', [
    'Math.floor(random() * axis.count)',
    'Math.floor(random() * (axis.count - 1))',
  ]),
  mutant('shift/draw.ts', 'the seed is ignored', [
    "stream(seed, 'shift', [...y, ...x, step, distribution, ...more])",
    "stream(0.5, 'shift', [...y, ...x, step, distribution, ...more])",
  ]),
  mutant('shift/draw.ts', 'dx is drawn before dy', [
    'return () => [law(random, down), law(random, across)];',
    'return () => { const dx = law(random, across); return [law(random, down), dx]; };',
  ]),
  mutant('shift/fill.ts', 'nearest repeats the pixel beside the edge', [
    'Math.max(index, 0)',
    'Math.max(index, 1)',
  ]),
  mutant('shift/move.ts', 'an interpolated row begins one pixel late', [
    '[top - rows.before,',
    '[top + 1 - rows.before,',
  ]),
  mutant('shift/grid.ts', 'all shifts leave out the last row', [
    'from, count: to - from + 1 }',
    'from, count: to - from }',
  ]),
  mutant('layers/windows/padding.ts', 'same padding puts the odd cell in front', [
    'Math.floor(Math.max((Math.ceil(n / s) - 1) * s + k - n, 0) / 2)',
    'Math.ceil(Math.max((Math.ceil(n / s) - 1) * s + k - n, 0) / 2)',
  ]),
  mutant('layers/windows/padding.ts', 'valid loses its last window', [
    'Math.floor((n - k) / s) + 1',
    'Math.ceil((n - k) / s)',
  ]),
  mutant('layers/avg_pool.ts', 'the average counts padding', [
    'around === x || paddingSource(options.padding) ?',
    'around !== undefined ?',
  ]),
  mutant('layers/max_pool.ts', 'the maximum is that of one cell', [
    'largestUnder(around, options.pool_size, dilation)',
    'largestUnder(around, [1, 1], dilation)',
  ]),
  mutant('layers/adaptive_polyphase.ts', 'of phases the smallest is kept', [
    'norms.reduce((a, b) => Math.max(a, b))',
    'norms.reduce((a, b) => Math.min(a, b))',
  ]),
  mutant('layers/lp_pool.ts', 'the p-norm lacks its root', ['nthRoot(sum, p)', 'sum']),
  mutant('layers/stack/stack.ts', 'every layer counts as a depth', [
    'depth + (kind.pools ? 1 : 0)',
    'depth + 1',
  ]),
  mutant('measure/statistics/wilson.ts', 'a 90 % interval', ['1.959963984540054', '1.6448536269514722']),
  mutant('measure/agreement.ts', 'a pair of one shift counts as a pair', [
    'trials[s]! * (total - trials[s]!)',
    'trials[s]! * (total - 1)',
  ]),
  mutant('measure/statistics/spread.ts', 'entropy in nats', ['Math.log2(total / n)', 'Math.log(total / n)']),
  mutant('measure/invariant_radius.ts', 'the length of a shift is its sum', [
    'Math.max(Math.abs(dy[s]!), Math.abs(dx[s]!))',
    'Math.abs(dy[s]!) + Math.abs(dx[s]!)',
  ]),
  mutant('engine/distances/distances.ts', 'cosine without the norm of the reference', [
    'Math.sqrt(xx * rr)',
    'Math.sqrt(xx * xx)',
  ]),
  mutant('measure/active_fraction.ts', 'only positive values are active', ['data[i] !== 0', 'data[i]! > 0']),
  mutant('compare/tolerance.ts', 'the tolerance forgets how large values are', [
    'absolute + relative * largest',
    'absolute + relative',
  ]),
  mutant('engine/classify/equal_windows.ts', 'all classes but the first are one', [
    'copyArray(words(classOf, members))',
    'copyArray(words(classOf, members)).map((found) => Math.min(found, 1))',
  ]),
  mutant('results/csv.ts', 'four significant digits', ['value.toPrecision(6)', 'value.toPrecision(4)']),
  mutant('results/csv.ts', 'a rate that is nearly 1 prints as 1', [
    "printed === '1' && cell < 1 ? '0.999999' : printed",
    'printed',
  ]),
  mutant('results/columns.ts', 'swept columns come last', [
    'return [...namedColumns({ experiment }, true), ...sweeps, ...namedColumns(place, true)];',
    'return [...namedColumns({ experiment }, true), ...namedColumns(place, true), ...sweeps];',
  ]),
  mutant('expect/expect.ts', 'a maximum is excluded', ['value <= max!', 'value < max!']),
  mutant('expect/expect.ts', 'an expectation looks at every row', [
    'if (alone || !isSelected(row) || isOther(row)) return;',
    'if (alone || isOther(row)) return;',
  ]),
  mutant(
    'expect/counterpart.ts',
    'a variant is compared to that of the last row',
    ['?? found?.at(-1)', '?? rows.at(-1)'],
    ['found?.find(({ step }) => step === row.step)', 'undefined'],
  ),
  mutant('experiment/variants/stack.ts', 'a stack of pools is one too deep', [
    '{ length: depth }',
    '{ length: depth + 1 }',
  ]),
  mutant('experiment/variants/stack.ts', 'the last step has no row', ['index === last ||', 'false ||']),
  mutant('experiment/variants/grid.ts', 'the first key of a sweep runs fastest', [
    'while (last >= 0 && ++at[last]! === swept[last]!.values.length) at[last--] = 0;\n        if (last < 0) return;',
    'last = 0;\n        while (last < swept.length && ++at[last]! === swept[last]!.values.length) at[last++] = 0;\n        if (last >= swept.length) return;',
  ]),
  mutant('experiment/variants/rows.ts', 'inexact stacks are compared exactly', [
    "isExact(layers) ? 'exact' : 'close'",
    "isExact(layers) ? 'exact' : 'exact'",
  ]),
  mutant('experiment/variants/variant.ts', 'a variant takes the seed of nobody', [
    'seed: settings.seed,',
    'seed: 0,',
  ]),
];
