import { expect, test } from 'vitest';
import { type CacheArguments, cacheAction } from '../../../src/cli/cache/show_cache.ts';
import { UserError } from '../../../src/core/error.ts';

/** What the refusal of the arguments says. */
async function refusal(args: CacheArguments): Promise<string> {
  const error: unknown = await cacheAction(args).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return (error as Error).message;
}

test.each([
  ['clear', 'write coincide cache prune --max-size 0'],
  ['purge', 'write coincide cache prune --max-size 0'],
  ['gc', 'write coincide cache prune'],
  ['ls', 'write coincide cache'],
  ['check', 'write coincide cache verify'],
])('cache %s: %s', async (action, remedy) => {
  expect(await refusal({ action })).toBe(
    `cache: unknown action "${action}"; ${remedy}; allowed: prune, show, verify.`,
  );
});

test.each([
  [{ 'max-size': '100M' }, 'not "100M"; write 100MB.'],
  [{ 'max-size': '2 gb' }, 'not "2 gb"; write 2GB.'],
  [{ 'max-size': '5k' }, 'not "5k"; write 5kB.'],
  [{ 'max-size': 'all' }, 'not "all".'],
  [{ 'max-age': '2w' }, 'not "2w"; write 14d.'],
  [{ 'max-age': '3 months' }, 'not "3 months"; write 90d.'],
  [{ 'max-age': 'old' }, 'not "old".'],
])('cache prune %j: %s', async (args, said) => {
  expect(await refusal({ action: 'prune', ...args })).toMatch(new RegExp(`${said.replace(/\.$/, '\\.$')}`));
});
