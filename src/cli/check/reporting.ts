import { relative } from 'node:path';
import type { CheckReport } from '../../check/findings/finding.ts';
import { reporters } from '../../check/reporters/registry.ts';
import { UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import { wordOf } from '../../experiment/remedies/words/word_of.ts';
import { instead } from '../../experiment/remedies/written.ts';
import { slashed } from '../../results/system_paths.ts';
import { requireWritablePath, writeFileWhole } from '../../results/write_whole.ts';
import { colours, fittingLines, print } from '../terminal/terminal.ts';

/** A reporter, and the file that it writes; it prints if there is none. */
export interface ChosenReporter {
  name: keyof typeof reporters;
  file: string | undefined;
}

/** Reads `--reporter NAME`, which prints, and `--reporter NAME:FILE`, where - is stdout too. @throws UserError */
export function chosenReporters(given: readonly string[]): ChosenReporter[] {
  const chosen = given.map((argument): ChosenReporter => {
    const [name = '', ...rest] = argument.split(':');
    const path = rest.length > 0 ? rest.join(':') : undefined;
    const file = path === '-' ? undefined : path;
    if (!isReporter(name)) {
      const unknown = unknownName('reporter', name, Object.keys(reporters));
      const remedy = name.includes(',')
        ? 'write --reporter once for each, as in --reporter text'
        : instead(wordOf('reporter', name));
      throw new UserError(formatMistake({ place: `--reporter ${argument}`, ...unknown, remedy }));
    }
    if (file === '') throw new UserError(`--reporter ${argument}: expected a file after the colon.`);
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
  // A log should always say what was checked.
  return printed.length > 0 ? chosen : [{ name: 'text', file: undefined }, ...chosen];
}

/** Fails early where a reporter's file cannot be written. @throws UserError (storage) */
export async function requireWritableReports(chosen: readonly ChosenReporter[]): Promise<void> {
  for (const { file } of chosen) if (file !== undefined) await requireWritablePath(file);
}

/** Prints a report, and writes it to the files of reporters. @throws UserError (storage) */
export async function writeReports(report: CheckReport, chosen: readonly ChosenReporter[]): Promise<void> {
  for (const { name, file } of chosen) {
    const content = reporters[name].format(report, belowRoot());
    if (file === undefined) print(name === 'text' ? fittingLines(coloured(content)) : content);
    else await writeFileWhole(file, content);
  }
}

/** The current folder, relative to the one that a GitHub job checks out to. */
function belowRoot(): string {
  const path = relative(process.env.GITHUB_WORKSPACE || '.', '.');
  return path.startsWith('..') ? '' : slashed(path);
}

function isReporter(name: string): name is keyof typeof reporters {
  return Object.hasOwn(reporters, name);
}

function coloured(text: string): string {
  const paint = { '✓': colours.green, '✗': colours.red, '!': colours.yellow };
  return text.replaceAll(/^ {2}([✓✗!])/gm, (_, mark: keyof typeof paint) => `  ${paint[mark](mark)}`);
}
