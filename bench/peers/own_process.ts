import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { growth } from '../growth.ts';
import { materialOf } from '../material.ts';
import type { Section } from '../report.ts';
import { ONE_PASS, onePass } from './one_pass.ts';
import { setContest } from './set_contest.ts';
import { setUp, type Tools } from './setup.ts';

/** Parts of the benchmark that a process measures alone, as a user's program would: V8 has compiled for no other work. */
const parts = {
  growth: growthBesideC,
  sets: setContest,
} satisfies Record<string, (tools: Tools) => Promise<Section[]>>;

type Part = keyof typeof parts;

const [, program, part] = process.argv;
if (program === fileURLToPath(import.meta.url)) {
  process.send!(await parts[part as Part](setUp()));
  process.disconnect();
}

/** Measures a part in a process of its own. @throws Error where it fails */
export function inOwnProcess(part: Part): Promise<Section[]> {
  const child = fork(fileURLToPath(import.meta.url), [part]);
  return new Promise((resolve, reject) => {
    child.on('message', (sections) => resolve(sections as Section[]));
    child.on('exit', (code) => reject(new Error(`The process that measures ${part} ended with ${code}.`)));
  });
}

async function growthBesideC(tools: Tools): Promise<Section[]> {
  const compiled = onePass(tools.onePass);
  try {
    return await growth({ [ONE_PASS]: async (work) => compiled.load(work, await materialOf(work)) });
  } finally {
    compiled.end();
  }
}
