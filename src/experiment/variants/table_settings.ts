import * as v from 'valibot';
import { unknownName } from '../../core/options.ts';
import { complaintsOf } from '../schema/issue.ts';
import type { experimentEntries } from '../schema/schema.ts';
import { NoSuchItem, type Override, withPart } from '../text/override.ts';
import type { Problems } from '../text/problems.ts';
import { formatPath, type Source } from '../text/source.ts';
import { type Sections, VARYING } from './sections.ts';

/** What holds for the table as a whole. */
export type Whole = Pick<Sections, (typeof KEYS)[number]>;

const KEYS = ['$schema', 'description', 'measures', 'tables', 'expect', 'baseline'] as const;

/** Reads what holds for the table as a whole. */
export function wholeOf(
  entries: ReturnType<typeof experimentEntries>,
  source: Source,
  problems: Problems,
): Whole {
  const file = source.value as Record<string, unknown>;
  const parts = KEYS.map((key) => {
    const result = v.safeParse(entries[key] as v.GenericSchema, file[key]);
    for (const { path, message, part } of complaintsOf(key, result.issues ?? [])) {
      if (!problems.full()) problems.add(message, source.locate(path, part));
    }
    return [key, result.output];
  });
  return Object.fromEntries(parts) as Whole;
}

/** Puts in place the overrides of what holds for the table as a whole, and of the sweep. */
export function overriddenWhole(
  source: Source,
  overrides: readonly Override[],
  problems: Problems,
): { source: Source; rest: Override[] } {
  const rest: Override[] = [];
  let overridden = source;
  for (const override of overrides) {
    const [section, ...parts] = override.key.split('.') as [string, ...string[]];
    const where = override.source.locate([]);
    if ((VARYING as readonly string[]).includes(section)) rest.push(override);
    else if (section !== 'sweep' && !(KEYS as readonly string[]).includes(section)) {
      const names = [...VARYING, ...KEYS.filter((key) => key !== '$schema'), 'sweep'];
      problems.add(unknownName('key', section, names), where);
    } else {
      // The keys of a sweep are paths themselves.
      const path = section === 'sweep' && parts.length > 0 ? [section, parts.join('.')] : [section, ...parts];
      try {
        overridden = withPart(overridden, path, override);
      } catch (error) {
        if (!(error instanceof NoSuchItem)) throw error;
        problems.add(`${formatPath(path)}: ${error.message}`, where);
      }
    }
  }
  return { source: overridden, rest };
}
