import * as v from 'valibot';
import { isObject } from '../../core/is_object.ts';
import { expects, options, says } from '../../core/options.ts';
import type { MeasureKind } from '../../measure/kind.ts';
import { kindOf, nameAmong } from './kind_schema.ts';

/** A measure as it is asked for: its name, or its type with every option. */
export type AskedMeasure = string | { type: string };

type Measures = Readonly<Record<string, MeasureKind>>;

/**
 * The schema of `measures`: a list of names, and of objects with `type` and options, each measure once. It gives the name
 * of a measure without options, and otherwise its type with every option.
 *
 * @example ['worst', { type: 'ranks' }] // ['worst', 'ranks']
 */
export function measureList(measures: Measures): v.GenericSchema<unknown[], AskedMeasure[]> {
  const name = nameAmong('measure', measures, (asked) => columnInPlace(asked, measures));
  const kinds = Object.entries(measures).map(([type, kind]) => {
    return [type, { title: kind.title, options: kind.options ?? options({}) }] as const;
  });
  const kind = kindOf('measure', Object.fromEntries(kinds));
  const entry = v.lazy((input): v.GenericSchema<unknown, AskedMeasure> => {
    if (typeof input === 'string') return name as v.GenericSchema<unknown, string>;
    return isObject(input) && Object.keys(input).length === 1 && typeof input.type === 'string'
      ? // Without options it is what its name is.
        v.pipe(kind, v.transform(typeOf))
      : kind;
  });
  return v.pipe(
    v.array(entry, expects('a list of measures')),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const names = dataset.value.map(typeOf);
      for (const [key, asked] of names.entries()) {
        if (names.indexOf(asked) === key) continue;
        const value = dataset.value[key];
        addIssue({
          message: says(() => ({ problem: `${asked} is listed twice` })),
          path: [{ type: 'array', origin: 'value', input: dataset.value, key, value }],
        });
      }
    }),
  );
}

/** The name of a measure that is asked for, by its name or with options. @example typeOf({ type: 'ranks', top: 5 }) // 'ranks' */
export function typeOf(asked: AskedMeasure): string {
  return typeof asked === 'string' ? asked : asked.type;
}

/**
 * The measures that fill a table, in the order of the registry: those that are asked for, and those that every table has, of a
 * set or with a second image. Those with options are configured.
 */
export function measuresOf(
  asked: readonly AskedMeasure[],
  measures: Measures,
  { against, set }: { against: boolean; set: boolean },
): MeasureKind[] {
  return Object.entries(measures).flatMap(([name, kind]) => {
    const entry = asked.find((one) => typeOf(one) === name);
    if (kind.when === 'asked' && entry === undefined) return [];
    if ((kind.when === 'against' && !against) || (kind.when === 'set' && !set)) return [];
    return typeof entry === 'object' && kind.configure ? [kind.configure(entry)] : [kind];
  });
}

/** The mistake of a column in the place of its measure. */
function columnInPlace(name: string, measures: Measures) {
  const found = Object.entries(measures).find(([, { columns }]) => Object.hasOwn(columns, name));
  if (!found) return undefined;
  const [measure, { when }] = found;
  return when === 'always'
    ? { problem: `${name} is in every table`, remedy: 'leave it out' }
    : { problem: `${name} is a column of the measure ${measure}`, remedy: `write ${measure}` };
}
