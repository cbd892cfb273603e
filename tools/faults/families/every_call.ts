import { type Family, type Suite, someOf } from '../family.ts';
import {
  callsIn,
  countStruck,
  type Fault,
  faults,
  type Injection,
  injected,
  injectorIn,
  unableToInject,
} from '../injector.ts';
import { disturb, type Prepared, prepareAll } from '../prepared.ts';
import { type Ended, runProcess } from '../processes.ts';
import { copyOf, removeFolder } from '../projects.ts';
import { startResidents } from '../residents.ts';
import type { runIn } from '../writers.ts';

/** A part tries so many calls. */
const PART = 80;

/** Faults that may last: a disk that is full stays so. */
const LASTING: readonly Fault[] = ['ENOSPC', 'EIO', 'EMFILE'];
/** Faults that end the process. */
const ENDING: readonly Fault[] = ['KILL', 'TORN'];

/** How commands are run under the injector. */
interface Runner {
  run(args: readonly string[], injection: Injection): Promise<Ended>;
  end?(): void;
}

/** Each in a process of its own. */
const alone: Runner = {
  run: (args, injection) => runProcess({ cwd: injection.folder, args, env: injected(injection) }),
};

interface Call {
  prepared: Prepared;
  runner: Runner;
  fault: Fault;
  nth: number;
  onwards: boolean;
}

/**
 * Every call under the folder fails once, for every command that writes. A part has a process for each try. All of it has
 * one for each fault that ends a process, and for each call of Node's start; the others are tried, and what is
 * not disturbed is run, in processes that go on (`residents.ts`).
 */
export const everyCall: Family = {
  name: 'every call under the folder, for every command that writes',
  unable: unableToInject,
  async run(suite) {
    const library = injectorIn(suite.work);
    const all = await prepareAll(suite);
    const residents = suite.all ? startResidents(suite.work) : alone;
    const calls: Call[][] = [];
    await suite.each(all, async (prepared, at) => {
      const own = await callsOf(prepared, alone, library, suite);
      const later = await callsOf(prepared, residents, library, suite);
      calls[at] = (Object.keys(faults) as Fault[]).flatMap((fault) => {
        const struck = countStruck(fault, own);
        // The first calls are those of Node's start, which a process makes once.
        const first = ENDING.includes(fault) ? struck : struck - countStruck(fault, later);
        return Array.from({ length: struck }, (_, n) =>
          (LASTING.includes(fault) ? [false, true] : [false]).map((onwards) =>
            n < first
              ? { prepared, runner: alone, fault, nth: n + 1, onwards }
              : { prepared, runner: residents, fault, nth: n + 1 - first, onwards },
          ),
        ).flat();
      });
    });
    const every = calls.flat();
    const chosen = suite.all ? every : someOf(every, PART, suite.random('calls'));
    suite.say(`${chosen.length} of the ${every.length} calls of ${all.length} command lines`);
    const undisturbed: typeof runIn = (folder, args) =>
      residents.run(args, { library, folder, fault: 'EIO', nth: 0 });
    try {
      await suite.each(chosen, (call) => attempt(call, library, undisturbed, suite));
    } finally {
      residents.end?.();
    }
    const states = all.reduce((sum, { goneOn }) => sum + goneOn.size, 0);
    suite.say(`gone on from ${states} different states of the folder`);
  },
};

/** The calls that a command makes under its folder. */
async function callsOf(
  { writer, project }: Prepared,
  runner: Runner,
  library: string,
  suite: Suite,
): Promise<string[]> {
  const folder = copyOf(project, suite.work);
  const log = `${folder}.log`;
  await runner.run(writer.args, { library, folder, fault: 'EIO', nth: 0, log });
  removeFolder(folder);
  return callsIn(log);
}

async function attempt(
  { prepared, runner, fault, nth, onwards }: Call,
  library: string,
  undisturbed: typeof runIn,
  suite: Suite,
) {
  const and = onwards ? ', and from there on' : '';
  const disturbance = {
    fault: `${fault} at a call${and}`,
    label: `${fault} at call ${nth}${and}`,
    run: (folder: string) =>
      runner.run(prepared.writer.args, { library, folder, fault, nth, onwards, log: `${folder}.log` }),
    undisturbed,
    killed: ENDING.includes(fault) ? ('SIGKILL' as const) : undefined,
    detail: (folder: string) => {
      const call = callsIn(`${folder}.log`)[nth - 1] ?? 'no call';
      return `(${call.replace(folder, '').replace(' /', ' ')})`;
    },
  };
  await disturb(prepared, disturbance, suite);
}
