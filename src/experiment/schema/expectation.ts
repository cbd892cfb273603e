import * as v from 'valibot';
import { byName } from '../../core/by_name.ts';
import {
  type AnySchema,
  boolean,
  breaks,
  checkAt,
  choice,
  described,
  expects,
  notList,
  number,
  options,
  says,
} from '../../core/options.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import { worstOf } from '../../measure/sets/of_pictures.ts';
import { nameAmong } from './kind_schema.ts';

const scalar = v.union([v.string(), number(), v.boolean()], expects('a text, a number, true or false'));

/** A column of a measure, or a name that the options of one may add; whether they do, the table says. */
function metricName(metrics: Record<string, unknown>, measures: Record<string, MeasureKind>): AnySchema {
  const name = nameAmong('metric', metrics);
  const added = Object.values(measures).flatMap(({ adds = [] }) => adds);
  if (added.length === 0) return name;
  const addedName = v.pipe(v.string(), v.regex(new RegExp(`^(?:${added.join('|')}).`)));
  const either = v.union([name, addedName]);
  return v.lazy((input) => {
    if (input === undefined) return either;
    return v.is(addedName, input) ? addedName : name;
  });
}

/** Values by identity column. A column that does not exist is an error that names it, whatever its name is. */
const valuesByColumn = byName(v.record(v.string(), scalar, expects('an object of columns and values')));

/** An item of `expect`. */
export function expectationSchema(measures: Record<string, MeasureKind>) {
  const metrics = Object.fromEntries(
    Object.values(measures).flatMap(({ columns }) =>
      Object.entries(columns).filter(([, { hidden }]) => !hidden),
    ),
  );
  const bound = (what: string) => described(what, v.optional(number()));
  return v.pipe(
    options({
      metric: described('A column that a measure fills.', metricName(metrics, measures)),
      of: described(
        'Of a set, one value in place of that of all pictures: worst_picture, worst_label (the worst class), or p05, than which 5 % of the pictures are worse (on the line between the two nearest). Which is worse, the column says.',
        v.optional(choice(worstOf)),
      ),
      at: described(
        'The rows: values of identity columns; and of a set with classes label, the name of a class or its number. All of the selected rows must hold. Default: every row.',
        v.optional(notList(valuesByColumn), {}),
      ),
      min: bound('The least allowed, compared with the unrounded value.'),
      max: bound('The most allowed.'),
      equals: bound('The value, give or take `within`.'),
      within: described('Absolute tolerance of `equals`.', v.optional(number({ min: 0 }), 0)),
      confident: described(
        'Whether the end of the 95 % interval that is nearer to breaking must hold too, in place of the estimate.',
        v.optional(boolean(), false),
      ),
      compare_to: described(
        'Another variant, by values of identity columns: the row must be at least as good as that one’s at the same depth.',
        v.optional(v.pipe(notList(valuesByColumn), v.minEntries(1, expects('at least one column')))),
      ),
      min_gain: described('How much better than `compare_to` it must be.', v.optional(number(), 0)),
      level: described(
        'error: the check fails if it does not hold; warn: the check reports it, and passes.',
        v.optional(choice(['error', 'warn']), 'error'),
      ),
    }),
    v.check(
      ({ min, max, equals, compare_to }) =>
        min !== undefined || max !== undefined || equals !== undefined || compare_to !== undefined,
      says(() => ({ expected: 'min, max, equals or compare_to', remedy: 'for example min: 0.9' })),
    ),
    checkAt(
      'confident',
      ({ of, confident }) => of === undefined || !confident,
      says(() => ({
        problem: 'one picture or class that was chosen has no interval',
        remedy: 'leave confident out',
      })),
    ),
    checkAt(
      'of',
      ({ of, at }) => of === undefined || !('label' in at),
      breaks('it is either of one class or the worst of all'),
    ),
    v.check(
      ({ min, max }) => min === undefined || max === undefined || min <= max,
      says(({ input }) => {
        const { min, max } = input as { min: number; max: number };
        return { expected: 'a min that is not above max', remedy: `write min: ${max}, max: ${min}` };
      }),
    ),
    checkAt(
      'within',
      ({ equals, within }) => equals !== undefined || within === 0,
      breaks('only equals has a tolerance'),
    ),
    checkAt(
      'min_gain',
      ({ compare_to, min_gain }) => compare_to !== undefined || min_gain === 0,
      breaks('only compare_to has a gain'),
    ),
  );
}
