import fc from 'fast-check';

/** An experiment as a file writes it. */
export type File = Record<string, any>;

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const orPair = (one: fc.Arbitrary<number>) => fc.oneof(one, fc.tuple(one, one));
const some = <T>(keys: Record<string, fc.Arbitrary<T>>) => fc.record(keys, { requiredKeys: [] });

const value = fc.oneof(upTo(3), fc.constant('random'));
const circle = some<any>({ size: orPair(upTo(12)), radius: upTo(5, 0), value, filled: fc.boolean() }).map(
  (options): File => ({ type: 'circle', ...options }),
);
const disc = some<any>({
  size: orPair(upTo(12)),
  radius: fc.constantFrom(0.5, 2.25),
  center: fc.tuple(upTo(9, 0), fc.constantFrom(1.5, 2.25)),
}).map((options): File => ({ type: 'circle', filled: true, ...options }));
const dots = some<any>({ at: fc.array(fc.tuple(upTo(3, 0), upTo(3, 0)), { maxLength: 3 }), value }).map(
  (options): File => ({ type: 'dots', size: [4, 5], ...options }),
);
const noise = some<any>({ size: orPair(upTo(12)), channels: upTo(3) }).map(
  (options): File => ({ type: 'noise', ...options }),
);
const pixels = fc
  .array(fc.tuple(upTo(2, 0), upTo(2, 0)), { minLength: 1, maxLength: 3 })
  .map((rows): File => ({ type: 'pixels', rows }));

const images = fc.oneof(circle, disc, dots, noise, pixels, fc.constantFrom('circle', 'dots', 'noise'));

const fill = some<any>({
  fill_mode: fc.constantFrom('constant', 'nearest', 'reflect', 'wrap'),
  fill_value: fc.constantFrom(0, -1.5),
});
const range = fc.tuple(upTo(0, -3), upTo(3, 0));
const far = fc.oneof(
  orPair(upTo(3, 0)).map((max): File => ({ max })),
  fc.record({ y: range, x: range }, { requiredKeys: ['x'] }),
);
const shifts = fc.tuple(far, fill).map(([how, rest]): File => ({ ...how, ...rest }));

/** Without `valid`, under which not every stack fits. */
const window = some<any>({
  pool_size: orPair(upTo(3)),
  strides: orPair(upTo(3)),
  padding: fc.constantFrom('same', 'circular'),
});
const pool = fc
  .tuple(fc.constantFrom('max_pool', 'avg_pool'), window)
  .map(([type, options]): File => ({ type, ...options }));
const plain = fc.constantFrom('relu', 'max_pool', 'avg_pool', 'global_avg_pool');
const { layer } = fc.letrec<{ layer: unknown }>((tie) => ({
  layer: fc.oneof(
    { depthSize: 'small' },
    plain,
    pool,
    fc
      .record({ times: upTo(2), layers: fc.array(tie('layer'), { minLength: 1, maxLength: 2 }) })
      .map((repeat) => ({ repeat })),
  ),
}));
const layers = fc.array(layer, { minLength: 1, maxLength: 3 });
const stacks = fc.oneof(
  layers.map((list): File => ({ layers: list })),
  fc.tuple(pool, upTo(4)).map(([options, depth]): File => ({ pool: { ...options, depth } })),
  fc.constant<File>({ pool: 'max_pool' }),
);

const compare = fc.constantFrom('exact', 'close', { type: 'close', relative: 0.01 });
const trials = fc.oneof(upTo(50), fc.constant('all'));
const seed = fc.oneof(upTo(9, -9), fc.constantFrom('a', 'b c', '7'));

const list = <T>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 3, selector: String });
/** Names that a JavaScript object would put in another order. */
const named = <T>(one: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom('10', '2', 'near', 'far', '0'), one, { minKeys: 1, maxKeys: 3 });
const sizes = upTo(14, 5);

/** What may be swept: lists of different scalars, or names with values of any sort. Not all go with every file. */
const sweep = {
  seed: list(seed),
  trials: list(trials),
  shift: named(shifts),
  image: fc.oneof(named(images), list(fc.constantFrom('circle', 'dots', 'noise'))),
  'image.size': fc.oneof(list(sizes), named(orPair(sizes))),
  'shift.fill_mode': list(fc.constantFrom('wrap', 'nearest')),
  pool: fc.oneof(named(pool), list(fc.constantFrom('max_pool', 'avg_pool', 'global_avg_pool'))),
  'pool.pool_size': list(upTo(3)),
  'pool.type': list(fc.constantFrom('max_pool', 'avg_pool')),
  layers: named(layers),
  'layers.0': fc.oneof(named(fc.oneof(pool, plain)), list(plain)),
  'layers.0.strides': list(upTo(3)),
  'layers.0.pool_size': list(upTo(3)),
  compare: fc.oneof(named(compare), list(fc.constantFrom('exact', 'close'))),
  steps: list(fc.constantFrom('pools', 'all')),
} as const;
const sweeps = fc
  .subarray(Object.keys(sweep) as (keyof typeof sweep)[], { maxLength: 3 })
  .chain((keys): fc.Arbitrary<File> => {
    const parts = keys.map((key) => (sweep[key] as fc.Arbitrary<unknown>).map((values) => [key, values]));
    return keys.length === 0
      ? fc.constant({})
      : fc.tuple(...parts).map((entries) => ({ sweep: Object.fromEntries(entries as [string, unknown][]) }));
  });

/** Experiments of the package's first kinds, swept or not: most of them are valid. */
export const experiments: fc.Arbitrary<File> = fc
  .record({
    file: fc.record<File>(
      {
        description: fc.string({ unit: 'grapheme-ascii', maxLength: 9 }),
        seed,
        trials,
        image: images,
        shift: shifts,
        compare,
        steps: fc.constantFrom('pools', 'all'),
        tables: fc.constantFrom(['summary'], ['summary', 'shifts']),
      },
      { requiredKeys: ['image', 'shift'] },
    ),
    stack: stacks,
    sweep: sweeps,
  })
  .map(({ file, stack, sweep }) => ({ ...file, ...stack, ...sweep }));
