import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { Report } from '../../check/findings/finding.ts';
import { reporters } from '../../check/reporters/registry.ts';
import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { reason } from '../../results/reason.ts';
import { colours, print } from '../terminal/terminal.ts';

/** A reporter, and the file that it writes; without one, it prints. */
export interface Chosen {
  name: keyof typeof reporters;
  file: string | undefined;
}

/** Reads `--reporter NAME` and `--reporter NAME:FILE`. What is not written to a file shares stdout. @throws UserError */
export function chosenReporters(given: readonly string[]): Chosen[] {
  const chosen = given.map((argument): Chosen => {
    const [name = '', ...rest] = argument.split(':');
    const file = rest.length > 0 ? rest.join(':') : undefined;
    if (!isReporter(name)) {
      const unknown = unknownName('reporter', name, Object.keys(reporters));
      throw new UserError(formatMistake({ place: `--reporter ${argument}`, ...unknown }));
    }
    if (file === '') throw new UserError(`--reporter ${argument}: expected a file behind the colon.`);
    return { name, file };
  });
  const printed = chosen.filter(({ file }) => file === undefined);
  const document = printed.find(({ name }) => reporters[name].document);
  if (document && printed.length > 1) {
    const other = printed.find((one) => one !== document)!;
    throw new UserError(
      `--reporter ${document.name} and ${other.name} both take stdout; write one to a file, as in ${document.name}:FILE.`,
    );
  }
  // A log without a word of what was checked helps nobody.
  return printed.length > 0 ? chosen : [{ name: 'text', file: undefined }, ...chosen];
}

/** Prints and writes what was found. @throws UserError (storage) */
export async function tell(report: Report, chosen: readonly Chosen[]): Promise<void> {
  for (const { name, file } of chosen) {
    const content = reporters[name].format(report, belowRoot());
    if (file === undefined) print(name === 'text' ? coloured(content) : content);
    else await write(file, content);
  }
}

/** The current folder, from the one that a job of GitHub checks out on. */
function belowRoot(): string {
  const path = relative(process.env.GITHUB_WORKSPACE || '.', '.');
  return path.startsWith('..') ? '' : path;
}

function isReporter(name: string): name is keyof typeof reporters {
  return Object.hasOwn(reporters, name);
}

function coloured(text: string): string {
  const paint = { '✓': colours.green, '✗': colours.red, '!': colours.yellow };
  return text.replaceAll(/^ {2}([✓✗!])/gm, (_, mark: keyof typeof paint) => `  ${paint[mark](mark)}`);
}

async function write(file: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  } catch (cause) {
    throw new UserError(`could not write ${file}: ${reason(cause)}.`, { kind: 'storage', cause });
  }
}
