import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseObject } from '../../../src/experiment/parse.ts';
import { builtinKinds } from '../../../src/experiment/schema/kinds.ts';
import { numbersDependOn } from '../../../src/experiment/variants/resolved.ts';
import { digestOf } from '../../../src/results/datapackage.ts';

const base = { image: { type: 'noise', size: 40 }, shift: { max: 1 }, layers: ['relu'] };

/** What an experiment's numbers depend on, and their digest. */
async function read(change: object): Promise<unknown> {
  const { resolved } = parseObject({ ...base, ...change }, { name: 'x' });
  return { resolved, digest: await digestOf(numbersDependOn(resolved)) };
}

/** The kinds that can be written as a name alone. */
function short(kinds: Record<string, { options: v.GenericSchema }>): string[] {
  return Object.keys(kinds).filter((name) => v.safeParse(kinds[name]!.options, {}).success);
}

const { images, layers, comparisons } = builtinKinds;

describe('a name alone is the object with that type', () => {
  test.each(short(images))('image: %s', async (type) => {
    expect(await read({ image: type })).toEqual(await read({ image: { type } }));
    const against = { image: { type }, against: type };
    expect(await read(against)).toEqual(await read({ ...against, against: { type } }));
  });

  // Layers that read a model's outputs need a model before them.
  test.each(short(layers).filter((name) => !layers[name]!.reads))('layers: [%s]', async (type) => {
    expect(await read({ layers: [type] })).toEqual(await read({ layers: [{ type }] }));
    const repeated = (layer: unknown) => ({ layers: [{ repeat: { times: 1, layers: [layer] } }] });
    expect(await read(repeated(type))).toEqual(await read(repeated({ type })));
  });

  test.each(short(layers).filter((name) => layers[name]!.pools))('pool: %s', async (type) => {
    const pool = (written: unknown) => ({ layers: undefined, pool: written });
    expect(await read(pool(type))).toEqual(await read(pool({ type })));
  });

  test.each(short(comparisons))('compare: %s', async (type) => {
    expect(await read({ compare: type })).toEqual(await read({ compare: { type } }));
  });

  test('in a sweep: the values are written out under their names', async () => {
    const listed = (await read({ sweep: { image: ['circle', 'noise'] } })) as any;
    const named = { circle: 'circle', noise: { type: 'noise' } };
    expect(listed).toEqual(await read({ sweep: { image: named } }));
    expect(listed.resolved.sweep.image.noise).toEqual({ type: 'noise', size: [64, 64], channels: 1 });
  });
});
