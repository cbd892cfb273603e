import { type Family, type Suite, someOf } from '../family.ts';
import {
  callsIn,
  countStruck,
  type Fault,
  faults,
  injected,
  injectorIn,
  unableToInject,
} from '../injector.ts';
import { disturb, type Prepared, prepareAll } from '../prepared.ts';
import { runProcess } from '../processes.ts';
import { copyOf, removeFolder } from '../projects.ts';

/** A part tries so many calls. */
const PART = 80;

/** Faults that may last: a disk that is full stays so. */
const LASTING: readonly Fault[] = ['ENOSPC', 'EIO', 'EMFILE'];
/** Faults that end the process. */
const ENDING: readonly Fault[] = ['KILL', 'TORN'];

interface Call {
  prepared: Prepared;
  fault: Fault;
  nth: number;
  onwards: boolean;
}

/** Every call under the folder fails once, for every command that writes. */
export const everyCall: Family = {
  name: 'every call under the folder, for every command that writes',
  unable: unableToInject,
  async run(suite) {
    const library = injectorIn(suite.work);
    const all = await prepareAll(suite);
    const calls: Call[] = [];
    await suite.each(all, async (prepared) => {
      const made = await callsOf(prepared, library, suite);
      for (const fault of Object.keys(faults) as Fault[])
        for (let nth = 1; nth <= countStruck(fault, made); nth++)
          for (const onwards of LASTING.includes(fault) ? [false, true] : [false])
            calls.push({ prepared, fault, nth, onwards });
    });
    const chosen = suite.all ? calls : someOf(calls, PART, suite.random('calls'));
    suite.say(`${chosen.length} of the ${calls.length} calls of ${all.length} command lines`);
    await suite.each(chosen, (call) => attempt(call, library, suite));
  },
};

/** The calls that a command makes under its folder. */
async function callsOf({ writer, project }: Prepared, library: string, suite: Suite): Promise<string[]> {
  const folder = copyOf(project, suite.work);
  const log = `${folder}.log`;
  const env = injected({ library, folder, fault: 'EIO', nth: 0, log });
  await runProcess({ cwd: folder, args: writer.args, env });
  removeFolder(folder);
  return callsIn(log);
}

async function attempt({ prepared, fault, nth, onwards }: Call, library: string, suite: Suite) {
  const and = onwards ? ', and from there on' : '';
  const disturbance = {
    fault: `${fault} at a call${and}`,
    label: `${fault} at call ${nth}${and}`,
    env: (folder: string) => injected({ library, folder, fault, nth, onwards, log: `${folder}.log` }),
    killed: ENDING.includes(fault) ? ('SIGKILL' as const) : undefined,
    detail: (folder: string) => {
      const call = callsIn(`${folder}.log`)[nth - 1] ?? 'no call';
      return `(${call.replace(folder, '').replace(' /', ' ')})`;
    },
  };
  await disturb(prepared, disturbance, suite);
}
