import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../../core/error.ts';
import { makeFolder } from '../../results/make_folder.ts';
import { readWhole } from '../../results/read_whole.ts';
import { reason } from '../../results/reason.ts';
import { slashed } from '../../results/system_paths.ts';
import { absent, writeFileWhole, writeNewFile } from '../../results/write_whole.ts';

/** A file of a new project. A file that existed before is left unchanged, or extended. */
export interface Begun {
  path: string;
  state: 'wrote' | 'kept' | 'extended';
}

const EXAMPLES = ['circle.yaml', 'two-dots.yaml'];

/** What a run writes has the same bytes on every system, so git must not change line ends: each run would change all. */
const ATTRIBUTES = 'results/** -text';

/**
 * Begins a project: two commented experiments and a line in `.gitattributes`. Files that exist are not replaced.
 *
 * @param shipped the path of a file that the package ships
 * @throws UserError (storage)
 */
export async function beginProject(folder: string, shipped: (path: string) => string): Promise<Begun[]> {
  const experiments = join(folder, 'experiments');
  const begun: Begun[] = [];
  let path = experiments;
  try {
    makeFolder(experiments);
    const installed = installedSchema(folder);
    path = join(folder, 'coincide.schema.json');
    if (!installed) begun.push(await writeNew(path, await readFile(shipped('schema.json'), 'utf8')));
    const schema = slashed(relative(experiments, installed ?? path));
    for (const name of EXAMPLES) {
      path = join(experiments, name);
      const text = await readFile(shipped(`experiments/${name}`), 'utf8');
      begun.push(await writeNew(path, text.replace('$schema=../schema.json', `$schema=${schema}`)));
    }
    path = join(folder, '.gitattributes');
    begun.push(await extendAttributes(path));
    return begun;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`could not write ${path}: ${reason(cause)}.`, { kind: 'storage', cause });
  }
}

/** The schema of the package, if it is installed in the folder or one above, where an editor finds it. */
function installedSchema(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const installed = join(at, 'node_modules', 'coincide', 'schema.json');
    if (existsSync(installed)) return installed;
    if (at === dirname(at)) return undefined;
  }
}

async function writeNew(path: string, text: string): Promise<Begun> {
  return { path, state: (await writeNewFile(path, text)) ? 'wrote' : 'kept' };
}

async function extendAttributes(path: string): Promise<Begun> {
  const found = await readWhole(path).catch(absent);
  if (found === undefined) return writeNew(path, `${ATTRIBUTES}\n`);
  // Whatever its encoding is, a character for each byte keeps it.
  const before = found.toString('latin1');
  if (before.split(/\r?\n/).includes(ATTRIBUTES)) return { path, state: 'kept' };
  const gap = before.endsWith('\n') || before === '' ? '' : '\n';
  await writeFileWhole(path, Buffer.from(`${before}${gap}${ATTRIBUTES}\n`, 'latin1'));
  return { path, state: 'extended' };
}
