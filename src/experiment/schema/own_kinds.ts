import { requireArgument } from '../../core/arguments.ts';
import { UserError } from '../../core/error.ts';
import { isObject } from '../../core/is_object.ts';
import { formatMistake, nearest } from '../../core/mistake.ts';
import type { ImageKind } from '../../image/kind.ts';
import { defineLayer, type WrittenLayerKind } from '../../layers/define.ts';
import type { AnyLayerKind } from '../../layers/kind.ts';
import type { MeasureColumn, MeasureKind } from '../../measure/kind.ts';

/** Kinds of a user's own, by the names that an experiment uses. */
export interface OwnKinds {
  images?: Record<string, ImageKind> | undefined;
  layers?: Record<string, WrittenLayerKind> | undefined;
  measures?: Record<string, MeasureKind> | undefined;
}

/** What a member of a kind has to be, in words and as a test. */
const memberSorts = {
  text: ['a text', (value) => typeof value === 'string'],
  flag: ['true or false', (value) => typeof value === 'boolean'],
  function: ['a function', (value) => typeof value === 'function'],
  object: ['an object', isObject],
  list: ['a list', Array.isArray],
  count: ['a whole number', Number.isSafeInteger],
  tolerance: ['a number of at least 0', (value) => Number.isFinite(value) && (value as number) >= 0],
  schema: ['a schema of valibot', (value) => isObject(value) && value.kind === 'schema'],
  loops: [
    'an object with apply, a function',
    (value) => isObject(value) && typeof value.apply === 'function',
  ],
  when: ['always, against, set or asked', oneOf(['always', 'against', 'set', 'asked'])],
  type: ['integer, number or rate', oneOf(['integer', 'number', 'rate'])],
  any: ['anything', () => true],
} satisfies Record<string, [expected: string, holds: (value: unknown) => boolean]>;

function oneOf(words: readonly string[]): (value: unknown) => boolean {
  return (value) => words.includes(value as string);
}

type MemberSort = keyof typeof memberSorts;

/** The members of a kind; a `?` stands behind those that may be left out. */
type Members<Kind> = Record<keyof Kind, MemberSort | `${MemberSort}?`>;

const IMAGE: Members<ImageKind> = {
  ...{ title: 'text?', options: 'schema', preprocesses: 'flag?', load: 'function?', shape: 'function' },
  ...{ shapes: 'function?', pictures: 'function?', classNames: 'function?', warnings: 'function?' },
  draw: 'function',
};

const LAYER: Members<AnyLayerKind> = {
  ...{ title: 'text?', options: 'schema', pools: 'flag?', tolerance: 'tolerance', byChannel: 'flag?' },
  ...{ window: 'function?', shape: 'function?', prepare: 'function?', apply: 'function', loops: 'loops?' },
  ...{ equivariant: 'function?', classifies: 'flag?', choices: 'function?', load: 'function?' },
  ...{ outputs: 'function?', compute: 'function?', allOutputs: 'function?', hold: 'function?' },
  ...{ standardizes: 'function?', runtime: 'function?', reads: 'function?' },
};

const MEASURE: Members<MeasureKind> = {
  ...{ title: 'text?', columns: 'object', when: 'when', options: 'schema?', configure: 'function?' },
  ...{ adds: 'list?', labels: 'flag?', comparesLabels: 'flag?', needs: 'any?', everyShift: 'flag?' },
  ...{ intervalOf: 'text?', shiftsMistake: 'function?', mostPictures: 'count?', others: 'function?' },
  ...{ gather: 'object?', keeps: 'function?', distances: 'flag?', quantities: 'flag?' },
  ...{ read: 'function?', measure: 'function' },
};

const COLUMN: Members<MeasureColumn> = {
  ...{ type: 'type', unit: 'text?', description: 'text?', formula: 'text?', source: 'text?' },
  ...{ better: 'any?', interval: 'list?', over: 'any?', hidden: 'flag?', ofPicture: 'flag?' },
  classNumber: 'flag?',
};

/**
 * The kinds that a program gives; its layers have today's names for all facts.
 *
 * @throws UserError where one is none: a program may have no types
 */
export function checkedKinds({ images = {}, layers = {}, measures = {} }: OwnKinds): {
  images: Record<string, ImageKind>;
  layers: Record<string, AnyLayerKind>;
  measures: Record<string, MeasureKind>;
} {
  requireEach('images', images, 'defineImage', (place, kind) => requireMembers(place, kind, IMAGE));
  const current: Record<string, AnyLayerKind> = {};
  requireEach('layers', layers, 'defineLayer', (place, kind, name) => {
    current[name] = defineLayer(kind);
    requireMembers(place, current[name], LAYER);
  });
  requireEach('measures', measures, 'defineMeasure', (place, kind) => {
    requireMembers(place, kind, MEASURE);
    for (const [name, column] of Object.entries(kind.columns)) {
      requireArgument(isObject(column), `${place}.columns.${name}`, 'a column, with type', column);
      requireMembers(`${place}.columns.${name}`, column, COLUMN);
    }
  });
  return { images, layers: current, measures };
}

function requireEach<Kind>(
  sort: string,
  kinds: Record<string, Kind>,
  by: string,
  requireOne: (place: string, kind: Kind, name: string) => void,
): void {
  requireArgument(isObject(kinds), sort, 'an object with a kind for each name', kinds);
  for (const [name, kind] of Object.entries(kinds)) {
    requireArgument(isObject(kind), `${sort}.${name}`, `a kind, as ${by} takes it`, kind);
    requireOne(`${sort}.${name}`, kind, name);
  }
}

function requireMembers<Kind extends object>(place: string, kind: Kind, members: Members<Kind>): void {
  for (const [name, written] of Object.entries<MemberSort | `${MemberSort}?`>(members)) {
    const value = kind[name as keyof Kind];
    const misspelled =
      value === undefined && Object.keys(kind).find((key) => isMisspelled(key, name, members));
    if (misspelled) {
      const unknown = { noun: 'key', name: misspelled, allowed: Object.keys(members) };
      throw new UserError(formatMistake({ place, unknown, meant: name }));
    }
    if (value === undefined && written.endsWith('?')) continue;
    const [expected, holds] = memberSorts[written.replace('?', '') as MemberSort];
    requireArgument(holds(value), `${place}.${name}`, expected, value);
  }
}

/** Whether a key that a kind does not know is probably that one. Others may be a program's own. */
function isMisspelled(key: string, name: string, members: object): boolean {
  return !Object.hasOwn(members, key) && nearest(key, Object.keys(members)) === name;
}
