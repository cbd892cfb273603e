import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contestant, Timed } from '../compare.ts';
import type { Material } from '../material.ts';
import type { PictureSet, SetMaterial } from '../sets.ts';
import type { Workload } from '../workloads.ts';
import { folder } from './setup.ts';

/** A Python process that does one contestant's work when it is asked, and times it by itself. */
export interface Peer {
  name: string;
  /** Gives it a workload, which its contestant then does. */
  load(work: Workload, material: Material): Promise<Contestant>;
  /** Gives it a set of pictures. */
  loadSet(set: PictureSet, material: SetMaterial): Promise<Contestant>;
  end(): void;
}

/** @param file of the contestant, without `.py` */
export function startPeer(python: string, name: string, file: string): Peer {
  const child = spawn(python, ['serve.py', file], { cwd: folder, env: environment() });
  const ask = dialogue(name, child);
  return {
    name,
    async load({ name: workload, noise, size, reach, depth, pool, conv, draws }, { image, kernels, trials }) {
      const work = { name: workload, size, reach, depth, pool, padding: conv?.padding ?? 'same' };
      await ask({
        load: {
          ...work,
          // A circle is bytes of 0 and 1.
          type: noise ? 'float32' : 'uint8',
          image: base64Of(noise ? image.data : Uint8Array.from(image.data)),
          kernels: kernels.map(({ values, shape }) => ({
            values: base64Of(values),
            shape,
          })),
          draws: draws ? trials : null,
        },
      });
      return { name, time: async (least) => (await ask({ least })) as Timed };
    },
    async loadSet({ name: set, depth }, { pictures, kernels }) {
      const given = kernels.map(({ values, shape }) => ({ values: base64Of(values), shape }));
      await ask({ set: { name: set, depth, pictures: base64Of(pictures), kernels: given } });
      return { name, time: async (least) => (await ask({ least })) as Timed };
    },
    end: () => child.kill(),
  };
}

function base64Of({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Sends lines of JSON, each of which is answered by one. */
function dialogue(
  name: string,
  child: ChildProcessWithoutNullStreams,
): (request: object) => Promise<unknown> {
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { done, value } = await lines.next();
    if (done) throw new Error(`${name} ended: ${said}`);
    return JSON.parse(value);
  };
}

/** Machines that hold OpenBLAS back, for old builds that compute wrong, would make NumPy slower than it is. */
function environment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...rest } = process.env;
  return { ...rest, PYTHONDONTWRITEBYTECODE: '1' };
}
