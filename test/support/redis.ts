import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { folder } from './files.ts';

const version = spawnSync('redis-server', ['--version']);
const isThere = version.error === undefined && version.status === 0;

/** Why tests of a queue cannot run here; undefined where they can. */
export const whyNoRedis = isThere ? undefined : 'redis-server is not installed (Debian: redis-server)';

// Where it can be had, as in CI, it may not be missing unnoticed.
if (whyNoRedis && process.env.COINCIDE_REQUIRE_REDIS === '1')
  throw new Error(`COINCIDE_REQUIRE_REDIS asks for a Redis; ${whyNoRedis}.`);

/** A Redis of a test's own, on the loopback. */
export interface TestRedis {
  port: number;
  url: string;
  /** Ends it at once, with all that it holds. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/**
 * Starts a Redis that keeps nothing on the disk. It ends with the test.
 *
 * @param args further options of redis-server; PORT stands for its port
 */
export async function startRedis(...args: string[]): Promise<TestRedis> {
  const dir = folder();
  const port = await freePort();
  let server: ChildProcess | undefined;
  const redis: TestRedis = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (!server) return;
      const exited = once(server, 'exit');
      server.kill('SIGKILL');
      await exited;
      server = undefined;
    },
    async start() {
      const given = args.map((arg) => (arg === 'PORT' ? `${port}` : arg));
      const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', ...given];
      server = spawn('redis-server', options, { stdio: 'ignore' });
      while (!(await answers(port))) await sleep(20);
    },
  };
  onTestFinished(() => redis.kill());
  await redis.start();
  return redis;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
