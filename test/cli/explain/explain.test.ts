import { expect, test } from 'vitest';
import { coincide } from '../../support/cli/coincide.ts';
import { folder } from '../../support/files.ts';

const lesson =
  'image: circle\nshift: { max: 3, fill_mode: wrap }\ntrials: all\npool: { type: max_pool, depth: 2 }\n';

test('explain says what is certain, and computes no shift', async () => {
  const cwd = folder({ 'lesson.yaml': lesson });
  const { code, stdout, stderr } = await coincide(cwd, 'explain', 'lesson.yaml');
  // 49 shifts; 64 · 64 values a step on the torus, against 49 · (4096 + 1024 + 256) for copies; 32 KiB at once.
  expect(stdout).toBe(`lesson: 49 shifts
  step  layer      size  stride  sees  values  padding  computed
     0  circle    64×64       1     1    4096  none     shared
     1  max_pool  32×32       2     2    1024  none     shared
     2  max_pool  16×16       4     4     256  none     shared
  One pass gives the outputs of all shifts at every step.
  Computed in plain loops, without a backend.
  12,288 values are computed; copies of every shift would take 263,424. At once in memory: 32 KiB.
  Guaranteed, for circular shifts of any length:
    step 0: every whole shift only moves the output by whole cells
    step 1: every shift by a multiple of 2 only moves the output by whole cells
    step 2: every shift by a multiple of 4 only moves the output by whole cells
`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('explain --json has every variant, and the same facts', async () => {
  const cwd = folder({ 'lesson.yaml': `${lesson}sweep: { shift.max: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }\n` });
  const { code, stdout } = await coincide(cwd, 'explain', 'lesson.yaml', '--json');
  const { version, experiment, variants } = JSON.parse(stdout);
  expect({ version, experiment, code }).toEqual({ version: 1, experiment: 'lesson', code: 0 });
  expect(variants.map(({ shifts }: { shifts: number }) => shifts)).toEqual([
    9, 25, 49, 81, 121, 169, 225, 289, 361, 441,
  ]);
  expect(variants[0].steps[2].guarantee).toEqual({ holds: 'rolled', unit: [4, 4], byChannel: false });
  const text = await coincide(cwd, 'explain', 'lesson.yaml');
  expect(text.stdout).toContain(
    '… and 2 more variants; --variant KEY=VALUE chooses, --json prints them all.',
  );
});

test('explain takes values in place of the file’s, and refuses what is wrong', async () => {
  const cwd = folder({ 'lesson.yaml': lesson });
  const { stdout } = await coincide(cwd, 'explain', 'lesson.yaml', '--set', 'image.size=33');
  expect(stdout).toContain('no guarantee: a window of max_pool at step 1 reads padding');
  const { code, stderr } = await coincide(cwd, 'explain', 'lesson.yml');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'lesson.yml: there is no such file or folder; did you mean "lesson.yaml"?\n',
  });
});

test('explain promises nothing where content is at the edge', async () => {
  const cwd = folder({ 'edge.yaml': 'image: { type: noise, size: 8 }\nshift: { max: 1 }\npool: max_pool\n' });
  const { stdout } = await coincide(cwd, 'explain', 'edge.yaml');
  expect(stdout).toContain('  Nothing is guaranteed: content is at the edge');
  expect(stdout).not.toContain('every whole shift');
});
