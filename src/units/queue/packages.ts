import type * as bullmq from 'bullmq';
import type * as ioredis from 'ioredis';
import { UserError } from '../../core/error.ts';

/** The packages that only a queue needs. */
export interface QueuePackages {
  bullmq: typeof bullmq;
  Redis: typeof ioredis.Redis;
}

const INSTALL = 'npm install bullmq@6 ioredis';

/** @throws UserError (run) if one of them is missing: only users of a queue install them */
export async function queuePackages(): Promise<QueuePackages> {
  try {
    const [queue, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq: queue, Redis };
  } catch (cause) {
    const absent = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    const why = absent ? 'are not both installed' : 'are installed but do not load';
    throw new UserError(`--queue needs bullmq and ioredis, which ${why}: ${INSTALL}.`, {
      kind: 'run',
      cause,
    });
  }
}
