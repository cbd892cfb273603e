import { builtinKinds } from '../../../../src/experiment/schema/kinds.ts';
import { experimentEntries } from '../../../../src/experiment/schema/schema.ts';
import { varyingKeys } from '../../../../src/experiment/variants/settings.ts';
import { shiftOptions } from '../../../../src/shift/options.ts';

/**
 * By the name of a fixture in test/fixtures/mistakes/, all that is said of it, behind its name: a sentence for each
 * mistake, with line and column.
 */
export type Mistakes = Readonly<Record<string, string | readonly string[]>>;

/** Lists of names in messages: they grow with the registries. */
export const keys = listed([
  ...Object.keys(experimentEntries(builtinKinds)).filter((key) => key !== '$schema'),
  'sweep',
]);
export const varying = listed(varyingKeys);
export const images = listed(Object.keys(builtinKinds.images));
export const measures = listed(Object.keys(builtinKinds.measures));
export const metrics = listed(
  Object.values(builtinKinds.measures).flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([name, column]) => (column.hidden ? [] : [name])),
  ),
);
export const pools = listed(
  Object.keys(builtinKinds.layers).filter((name) => builtinKinds.layers[name]!.pools),
);
/** In the order of the docs. */
export const sortedShiftKeys = listed(Object.keys(shiftOptions.pipe[0].entries));

function listed(names: readonly string[]): string {
  return [...names].sort().join(', ');
}
