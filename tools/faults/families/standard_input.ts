import { type Family, pick } from '../family.ts';
import { firstLines, type Harms, signsOf } from '../judge.ts';
import { damaged, tornText } from '../mutate.ts';
import { runProcess } from '../processes.ts';
import { countTry } from '../tally.ts';

/** How many texts all gives, and a part. */
const ALL = 400;
const PART = 20;

const WHOLE =
  'image: { type: circle, size: 12, radius: 4 }\nshift: { max: 2 }\npool: { type: max_pool, depth: 2 }\n';
/** Texts that are none of ours. */
const STRANGE = [
  '',
  '\n',
  '\0',
  '\ufeff',
  '-',
  '---\n',
  '[',
  '{',
  'a'.repeat(300_000),
  '\xff\xfe',
  '# nothing\n',
];

/** What comes by standard input, where `-` is the file. */
export const standardInput: Family = {
  name: 'mutated standard input',
  async run(suite) {
    const random = suite.random('input');
    const tries = Array.from({ length: suite.all ? ALL : PART }, () => {
      const kind = random();
      const input =
        kind < 0.4
          ? tornText(WHOLE, random)
          : kind < 0.7
            ? Buffer.from(damaged(Buffer.from(WHOLE), random))
            : pick([WHOLE, ...STRANGE], random);
      const command = pick(['run', 'check', 'validate', 'report', 'explain', 'show', 'plot'], random);
      const more = { report: ['-o', '-', '--format', 'md'], run: ['-o', '-'], plot: ['-o', '-'] };
      return { input, args: [command, '-', ...(more[command as keyof typeof more] ?? [])] };
    });
    await suite.each(tries, async ({ input, args }, at) => {
      const ended = await runProcess({ cwd: suite.work, args, input });
      const harms: Harms = signsOf(ended);
      if (![0, 1, 2, 3, 4].includes(ended.code ?? -1))
        harms.wrong = `it ends with ${ended.code ?? ended.signal}`;
      if (ended.code !== 0 && (ended.stderr + ended.stdout).trim() === '')
        harms.wrong = 'it fails without a word';
      if (input === WHOLE && ![0, ...(args[0] === 'check' ? [1] : [])].includes(ended.code ?? -1))
        harms.wrong ??= `a whole experiment ends with ${ended.code}: ${firstLines(ended.stderr)}`;
      countTry(suite.tally('mutated standard input'), `${args.join(' ')}, text ${at}`, harms);
    });
  },
};
