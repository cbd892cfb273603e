import type * as v from 'valibot';
import { unknownName } from '../../core/mistake.ts';
import { suggestOverride } from '../remedies/overrides.ts';
import { checked } from '../schema/checked.ts';
import { NoSuchItem, type Override, withPart } from '../text/override.ts';
import type { Problems } from '../text/problems.ts';
import { formatPath, type Source } from '../text/source.ts';
import { type FileEntries, type TableSettings, tableKeys, varyingKeys } from './settings.ts';

/** Reads the settings that hold for the table as a whole, and reports the mistakes in them. */
export function readTableSettings(entries: FileEntries, source: Source, problems: Problems): TableSettings {
  const file = source.value as Record<string, unknown>;
  const settings = tableKeys.map((key) => {
    const { output, mistakes = [] } = checked(entries[key] as v.GenericSchema, key, file[key]);
    for (const { path, mistake, part } of mistakes) problems.report(mistake, source.locate(path, part));
    return [key, output];
  });
  return Object.fromEntries(settings) as TableSettings;
}

/**
 * Puts the overrides of table settings and of the sweep into a source.
 *
 * @returns `rest`: the overrides of sections that can vary
 */
export function overrideTableSettings(
  source: Source,
  overrides: readonly Override[],
  problems: Problems,
): { source: Source; rest: Override[] } {
  const rest: Override[] = [];
  let overridden = source;
  for (const override of overrides) {
    const [section, ...parts] = override.key.split('.') as [string, ...string[]];
    const where = override.source.locate([]);
    if (isOneOf(varyingKeys, section)) rest.push(override);
    else if (section !== 'sweep' && !isOneOf(tableKeys, section)) {
      const names = [...varyingKeys, ...tableKeys.filter((key) => key !== '$schema'), 'sweep'];
      const remedy = suggestOverride(
        override.key,
        override.source.value,
        source.value as Record<string, unknown>,
      );
      problems.report({ ...unknownName('key', section, names), remedy }, where);
    } else {
      // The keys of a sweep are paths themselves.
      const path = section === 'sweep' && parts.length > 0 ? [section, parts.join('.')] : [section, ...parts];
      try {
        overridden = withPart(overridden, path, override);
      } catch (error) {
        if (!(error instanceof NoSuchItem)) throw error;
        problems.report({ place: formatPath(path), problem: error.message }, where);
      }
    }
  }
  return { source: overridden, rest };
}

function isOneOf(keys: readonly string[], key: string): boolean {
  return keys.includes(key);
}
