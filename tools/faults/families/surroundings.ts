import { type Family, type Suite, someOf } from '../family.ts';
import { injectorIn, unableToInject } from '../injector.ts';
import { type Disturbance, disturb, type Prepared, prepareAll } from '../prepared.ts';
import { cli } from '../processes.ts';

/** A part tries so many of each kind. */
const PART = 5;

const LOCALES = ['tr_TR.UTF-8', 'de_DE.UTF-8', 'ar_EG.UTF-8', 'C', 'zz_ZZ.nonsense'];
const ZONES = ['Pacific/Kiritimati', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'Nowhere/Nothing'];
const DAY = 86_400;
/** Seconds by which the clock is wrong: the first days of 1970, behind 2038, in a leap second's year, and far ahead. */
const CLOCKS = [-DAY, DAY, -20_000 * DAY, 10_000 * DAY, 30_000 * DAY];

/** Where and when a command runs: the same bytes everywhere. */
export const surroundings: Family = {
  name: 'locales, time zones, clocks',
  async run(suite) {
    const all = await prepareAll(suite);
    await tryEach(all, LOCALES.map(locale), suite);
    await tryEach(all, ZONES.map(zone), suite);
    const unable = unableToInject();
    if (unable === undefined) {
      const library = injectorIn(suite.work);
      await tryEach(
        all,
        CLOCKS.map((seconds) => clock(seconds, library)),
        suite,
      );
    } else suite.say(`clocks are not tried: ${unable}`);
    await tryEach(all, [bare], suite);
  },
};

function locale(name: string): Disturbance {
  return { fault: 'locales', label: name, env: () => ({ LC_ALL: name, LANG: name, LANGUAGE: name }) };
}

function zone(name: string): Disturbance {
  return { fault: 'time zones', label: name, env: () => ({ TZ: name }) };
}

function clock(seconds: number, library: string): Disturbance {
  return {
    fault: 'clocks that are wrong',
    label: `${seconds / DAY} days off`,
    env: () => ({ LD_PRELOAD: library, INJECT_CLOCK: String(seconds) }),
  };
}

/** No variable of the environment at all. */
const bare: Disturbance = {
  fault: 'an empty environment',
  label: 'env -i',
  command: ['/usr/bin/env', '-i', process.execPath, cli],
};

async function tryEach(all: readonly Prepared[], ways: readonly Disturbance[], suite: Suite): Promise<void> {
  const tries = all.flatMap((prepared) => ways.map((way) => ({ prepared, way })));
  const chosen = suite.all ? tries : someOf(tries, PART, suite.random(ways[0]!.fault));
  await suite.each(chosen, async ({ prepared, way }) => {
    await disturb(prepared, way, suite);
  });
}
