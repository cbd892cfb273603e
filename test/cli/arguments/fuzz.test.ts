import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { commandName, optionNames } from '../../../src/cli/arguments/option_names.ts';
import { cli } from '../../../src/cli/cli.ts';
import { commands } from '../../../src/cli/commands.ts';
import { circle } from '../../support/experiment/circle.ts';
import { folder } from '../../support/files.ts';

// What loads every backend, or serves pages until Ctrl-C, is left out.
const left = ['doctor', 'serve', 'playground', 'worker'];
const names = commands.map(commandName).filter((name) => !left.includes(name));
const options = [...new Set(commands.flatMap(optionNames))].filter(
  // Two never end, the other prints stack traces on purpose.
  (name) => !['--watch', '--serve', '--verbose'].includes(name),
);

const value = fc.oneof(
  fc.constantFrom(
    'a.yaml',
    'no.yaml',
    'folder',
    '.',
    '..',
    '',
    ' ',
    'all',
    '0',
    '-1',
    '1e9',
    'NaN',
    '∞',
    'a=b',
  ),
  fc.constantFrom(
    'shift.max=1',
    'pool.depth=1',
    '__proto__=1',
    'constructor=1',
    'layers.0=relu',
    '=',
    'text:',
    'x:y',
  ),
  fc.constantFrom(
    'out/a.md',
    'out/a.svg',
    'out/a.png',
    'a.yaml/x',
    '/dev/null',
    '\u0000',
    '\u202e',
    '🙂',
    '[[[[',
  ),
  fc.string({ maxLength: 6 }).filter((text) => text !== '-'),
);
const argument = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...options) },
  { weight: 3, arbitrary: value },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...options), value).map(([name, text]) => `${name}=${text}`),
  },
);
const line = fc
  .tuple(fc.constantFrom(...names), fc.array(argument, { maxLength: 5 }))
  .map(([name, rest]) => [name, ...rest]);

/** Collects what is printed, in place of printing it. */
function listen(): { text: string } {
  const printed = { text: '' };
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation(((text: string, done?: () => void) => {
      printed.text += text;
      if (typeof done === 'function') done();
      return true;
    }) as never);
  }
  return printed;
}

test('no arguments reach a defect, whatever they are', async () => {
  const before = process.cwd();
  onTestFinished(() => {
    vi.restoreAllMocks();
    process.chdir(before);
  });
  // `..` is a folder of the test, too.
  process.chdir(join(folder({ 'inner/a.yaml': circle, 'inner/folder/b.txt': '' }), 'inner'));
  const printed = listen();
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(line, async (args) => {
      printed.text = '';
      const code = await cli(args);
      seen.add(code);
      expect([0, 1, 2, 3, 4]).toContain(code);
      expect(printed.text).not.toMatch(/defect of coincide|TypeError|ReferenceError|\n {4}at .*\.[jt]s/);
    }),
    { numRuns: 150 },
  );
  expect(seen).toContain(2);
});
