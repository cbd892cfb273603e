import { onTestFinished } from 'vitest';
import { type RedisServer, startRedisServer, whyNoRedisServer } from '../../tools/redis_server.ts';
import { folder } from './files.ts';

/** Why tests of a queue cannot run here; undefined where they can. */
export const whyNoRedis = whyNoRedisServer();

// Where it can be had, as in CI, it may not be missing unnoticed.
if (whyNoRedis && process.env.COINCIDE_REQUIRE_REDIS === '1')
  throw new Error(`COINCIDE_REQUIRE_REDIS asks for a Redis; ${whyNoRedis}.`);

/**
 * Starts a Redis that ends with the test.
 *
 * @param args as of `startRedisServer`
 */
export async function startRedis(...args: string[]): Promise<RedisServer> {
  const redis = await startRedisServer(folder(), args);
  onTestFinished(() => redis.kill());
  return redis;
}
