import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../error.ts';
import { reason } from '../results/reason.ts';

/** What became of a file. */
export interface Begun {
  path: string;
  state: 'wrote' | 'kept' | 'extended';
}

const EXAMPLES = ['circle.yaml', 'two-dots.yaml'];

/** Tables are compared byte for byte, so git must not touch their line ends. */
const ATTRIBUTES = 'results/**/*.csv -text';

/**
 * Begins a project: two commented experiments and a line in `.gitattributes`. What is there already is kept.
 *
 * @param shipped the path of a file that the package ships
 * @throws UserError (storage)
 */
export async function beginProject(folder: string, shipped: (path: string) => string): Promise<Begun[]> {
  try {
    const begun: Begun[] = [];
    await mkdir(join(folder, 'experiments'), { recursive: true });
    const schema = await schemaFor(folder, shipped, begun);
    for (const name of EXAMPLES) {
      const text = await readFile(shipped(`experiments/${name}`), 'utf8');
      begun.push(
        await writeNew(
          join(folder, 'experiments', name),
          text.replace('$schema=../schema.json', `$schema=${schema}`),
        ),
      );
    }
    begun.push(await attributes(join(folder, '.gitattributes')));
    return begun;
  } catch (cause) {
    throw new UserError(`could not write into ${folder}: ${reason(cause)}.`, { kind: 'storage', cause });
  }
}

/** The schema as an editor finds it from `experiments/`: in the installed package, else in a copy. */
async function schemaFor(folder: string, shipped: (path: string) => string, begun: Begun[]): Promise<string> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const installed = join(at, 'node_modules', 'coincide', 'schema.json');
    if (existsSync(installed)) return relative(join(folder, 'experiments'), installed).split(sep).join('/');
    if (at === dirname(at)) break;
  }
  const path = join(folder, 'coincide.schema.json');
  const state = await copyFile(shipped('schema.json'), path, constants.COPYFILE_EXCL).then(
    () => 'wrote' as const,
    (error) => kept(error),
  );
  begun.push({ path, state });
  return '../coincide.schema.json';
}

async function writeNew(path: string, text: string): Promise<Begun> {
  const state = await writeFile(path, text, { flag: 'wx' }).then(() => 'wrote' as const, kept);
  return { path, state };
}

async function attributes(path: string): Promise<Begun> {
  const before = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (before === undefined) return writeNew(path, `${ATTRIBUTES}\n`);
  if (before.split(/\r?\n/).includes(ATTRIBUTES)) return { path, state: 'kept' };
  await writeFile(path, `${before.endsWith('\n') || before === '' ? '' : '\n'}${ATTRIBUTES}\n`, {
    flag: 'a',
  });
  return { path, state: 'extended' };
}

function kept(error: NodeJS.ErrnoException): 'kept' {
  if (error.code === 'EEXIST') return 'kept';
  throw error;
}
