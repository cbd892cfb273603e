import { numbersDependOn } from '../../experiment/variants/resolved.ts';
import type { WrittenPackage } from '../../results/read_datapackage.ts';
import type { Result } from '../../run/run.ts';
import { changedKeys, formatChange } from './changed.ts';

/**
 * The inputs of the committed numbers that have changed since, in phrases: keys of the experiment, files that it names.
 * Empty if none has.
 */
export function changedInputs(
  written: WrittenPackage,
  { resolved, files }: Pick<Result, 'resolved' | 'files'>,
) {
  // As it reads once it was written as JSON.
  const now = JSON.parse(JSON.stringify(numbersDependOn(resolved)));
  const keys = changedKeys(numbersDependOn(written.experiment), now);
  const digests = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  return [
    ...(keys.length > 0 ? [`the experiment has changed: ${keys.map(formatChange).join(', ')}`] : []),
    ...(written.sources ? differingFiles(written.sources, digests) : []),
  ];
}

/** Files named in one message. */
const MAX_NAMES = 5;

function differingFiles(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const other = [...now].filter(([path, sha256]) => before.has(path) && before.get(path) !== sha256);
  const added = [...now.keys()].filter((path) => !before.has(path));
  const gone = [...before.keys()].filter((path) => !now.has(path));
  return [
    ...other
      .slice(0, MAX_NAMES)
      .map(([path, sha256]) => `${path} is another file (sha256 ${sha256}, was ${before.get(path)})`),
    ...(other.length > MAX_NAMES ? [`${other.length - MAX_NAMES} more are other files`] : []),
    ...(added.length > 0 ? [`files that were not there: ${listed(added)}`] : []),
    ...(gone.length > 0 ? [`files that are not there any more: ${listed(gone)}`] : []),
  ];
}

function listed(paths: readonly string[]): string {
  const more = paths.length - MAX_NAMES;
  return `${paths.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
