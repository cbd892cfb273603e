import { expect, onTestFinished, test, vi } from 'vitest';
import { cli } from '../../../src/cli/cli.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

test('files of a folder that may be meant as experiments are named in a sentence, once', async () => {
  const before = process.cwd();
  const many = Array.from({ length: 5 }, (_, i) => [`z${i}.yaml`, '']);
  process.chdir(
    folder({ 'a.yaml': circle, 'near.yaml': 'shfit: { max: 3 }\n', ...Object.fromEntries(many) }),
  );
  let stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation(((_: string, done?: () => void) => {
    done?.();
    return true;
  }) as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(((text: string) => {
    stderr += text;
    return true;
  }) as never);
  onTestFinished(() => {
    vi.restoreAllMocks();
    process.chdir(before);
  });
  expect(await cli(['validate', '.'])).toBe(0);
  expect(await cli(['validate', '.', '--quiet'])).toBe(0);
  const near = 'near.yaml ("shfit" is no key of an experiment; did you mean "shift"?)';
  const empty = [0, 1, 2, 3].map((i) => `z${i}.yaml (it is empty)`).join(', ');
  expect(stderr).toBe(
    `passed by, as no experiment: ${near}, ${empty} and 1 other file; a file that you name is always read.\n`,
  );
});
