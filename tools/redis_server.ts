import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why no Redis can be started here; undefined where one can. */
export function whyNoRedisServer(): string | undefined {
  const { error, status } = spawnSync('redis-server', ['--version']);
  return error === undefined && status === 0
    ? undefined
    : 'redis-server is not installed (Debian: redis-server)';
}

/** A Redis of one's own on the loopback. */
export interface RedisServer {
  port: number;
  url: string;
  /** Ends it at once, with all that it holds. */
  kill(): Promise<void>;
  /** Starts it again, after `kill`. */
  start(): Promise<void>;
  /** The id of its process. */
  pid(): number;
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
}

/**
 * Starts a Redis on a free port, which keeps nothing on the disk.
 *
 * @param dir a folder of its own
 * @param args further options of redis-server; PORT stands for its port
 */
export async function startRedisServer(dir: string, args: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  let server: ChildProcess | undefined;
  const redis: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (!server) return;
      const hasExited = server.exitCode !== null || server.signalCode !== null;
      const exited = hasExited || once(server, 'exit');
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
    pid: () => server!.pid!,
    signal: (name) => void server?.kill(name),
  };
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
