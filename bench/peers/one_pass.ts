import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestant, Timed } from '../compare.ts';
import type { Material } from '../material.ts';
import type { Workload } from '../workloads.ts';

/** The C program, in a process for each round, which times itself. */
export function onePass(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'coincide-peers-'));
  return {
    /** Pools over every shift; not convolutions, and not draws one by one. */
    takes: ({ conv, draws }: Workload) => !conv && !draws,
    load({ name, size, reach, depth, pool }: Workload, { image }: Material): Contestant {
      const picture = join(folder, name);
      writeFileSync(picture, Uint8Array.from(image.data));
      const args = [picture, size, reach, depth, pool].map(String);
      return {
        name: ONE_PASS,
        time: async (least) =>
          JSON.parse(execFileSync(program, [...args, String(least)], { encoding: 'utf8' })) as Timed,
      };
    },
    end: () => rmSync(folder, { recursive: true }),
  };
}

export const ONE_PASS = 'C, one pass';
