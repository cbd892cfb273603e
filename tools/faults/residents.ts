import { existsSync } from 'node:fs';
import { type Asked, HUNG, QUICKLY, startAsked } from '../processes/asked.ts';
import type { Command, Outcome } from '../processes/resident.ts';
import { askingPath, type Injection } from './injector.ts';
import type { Ended } from './processes.ts';
import { isScratch, snapshotOf } from './projects.ts';

const RESIDENT = new URL('../processes/resident.ts', import.meta.url);
/** Seconds that one command may take on a quiet machine. */
const LONGEST = 30;
/** A process is replaced after so many commands. */
const MOST_COMMANDS = 200;

type Resident = Asked<Command, Outcome>;

/**
 * Processes that run the built command line again and again, under the injector: where a fault ends no process, a start
 * for each try would take most of the time. Each runs one command at a time, whole: it answers once nothing is left at
 * work that would keep a process from ending.
 */
export interface Residents {
  run(args: readonly string[], injection: Injection): Promise<Ended>;
  end(): void;
}

export function startResidents(cwd: string): Residents {
  const idle: { resident: Resident; used: number }[] = [];
  return {
    async run(args, injection) {
      const { resident, used } = idle.pop() ?? {
        resident: await startAsked<Command, Outcome>(RESIDENT, cwd, {
          env: { LD_PRELOAD: injection.library },
          flags: QUICKLY,
        }),
        used: 0,
      };
      const began = performance.now();
      const command = { folder: injection.folder, args, fault: askingPath(injection) };
      const outcome = await resident.ask(command, LONGEST);
      const seconds = (performance.now() - began) / 1000;
      // What a process leaves is swept once it has ended.
      const leaves = existsSync(injection.folder) && [...snapshotOf(injection.folder).keys()].some(isScratch);
      if (typeof outcome !== 'string' && used + 1 < MOST_COMMANDS && !leaves)
        idle.push({ resident, used: used + 1 });
      else resident.end();
      if (typeof outcome !== 'string') return { ...outcome, signal: null, hung: false, seconds };
      return { code: null, signal: null, stdout: '', stderr: outcome, hung: outcome === HUNG, seconds };
    },
    end() {
      for (const { resident } of idle) resident.end();
    },
  };
}
