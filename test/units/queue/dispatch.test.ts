import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { UnitResult } from '../../../src/run/unit_result.ts';
import { queueAddress } from '../../../src/units/queue/address.ts';
import { connectQueue } from '../../../src/units/queue/connect.ts';
import { dispatchExperiment } from '../../../src/units/queue/dispatch.ts';
import { postExperiment } from '../../../src/units/queue/post.ts';
import { openStore } from '../../../src/units/queue/store.ts';
import { createStorePacker } from '../../../src/units/queue/store_packer.ts';
import { takeUnits } from '../../../src/units/queue/take_units.ts';
import { folder } from '../../support/files.ts';
import { startRedis, whyNoRedis } from '../../support/redis.ts';

const idAt = (index: number) => String(index).repeat(64);
const UNIT: UnitResult = {
  values: new Float64Array([1]),
  labels: new Int32Array(),
  parts: [],
  further: {},
  notes: { pictures: 1, about: [], skipped: [] },
  runtimes: [],
  precision: [],
  seconds: 0.001,
};

/** A queue with a worker, and runs of its one experiment whose store shows a unit only where `seen` says so. */
async function queueOfOne(seen: (id: string) => boolean) {
  const redis = await startRedis();
  const connection = await connectQueue(queueAddress(redis.url, {}), () => undefined);
  onTestFinished(() => connection.end());
  const store = openStore(folder());
  const posted = { coincide: '1', backend: 'wasm', name: 'x', path: 'x.yaml', text: '', reading: {} };
  const experiment = { ...posted, backendName: 'wasm', digest: '', files: [], store: store.id };
  const { key } = await postExperiment(connection, experiment);
  const computed: number[] = [];
  const taken = takeUnits({
    connection,
    key,
    threads: 1,
    async compute(index) {
      computed.push(index);
      return UNIT;
    },
    mayPass: () => false,
    packer: createStorePacker(store, 'x'),
    gaveBack: () => undefined,
  });
  onTestFinished(() => taken.close());
  const run = async () => {
    const kept: number[] = [];
    const dispatched = await dispatchExperiment({
      connection,
      post: await postExperiment(connection, experiment),
      idAt,
      store: { look: () => [0, 1, 2].map(idAt), isThere: (id) => seen(id) },
      report: (index) => kept.push(index),
      changed: () => undefined,
    });
    return { ...dispatched, kept };
  };
  return { run, computed, done: taken.done };
}

describe.skipIf(whyNoRedis !== undefined)(`units of a queue${whyNoRedis ? ` (${whyNoRedis})` : ''}`, () => {
  test('a unit that came into the store after a run last looked is not computed again', async () => {
    let visible = false;
    const { run, computed, done } = await queueOfOne(() => visible);
    const first = await run();
    await first.put([0, 1, 2]);
    while (done() < 3) await sleep(5);
    const second = await run();
    await second.put([0, 1, 2]);
    visible = true;
    await second.reconcile();
    await first.reconcile();
    expect([first.kept, second.kept]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    await Promise.all([first.close(), second.close()]);
    expect(computed).toEqual([0, 1, 2]);
  });

  test('a unit that is done and that the store has lost is computed again', async () => {
    let lost = true;
    const { run, computed, done } = await queueOfOne(() => !lost);
    const { put, reconcile, kept, open, close } = await run();
    await put([0, 1, 2]);
    while (done() < 3) await sleep(5);
    for (let looks = 0; done() < 6; looks++) {
      await reconcile();
      // A store may show a file late.
      if (looks === 0) expect(computed).toEqual([0, 1, 2]);
      await sleep(20);
    }
    lost = false;
    await reconcile();
    await close();
    expect([computed.slice(0, 6), kept, open()]).toEqual([[0, 1, 2, 0, 1, 2], [0, 1, 2], 0]);
  });
});
