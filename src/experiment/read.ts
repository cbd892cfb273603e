import { requireKeys, requireText } from '../core/arguments.ts';
import { requireResultName } from './disk/name.ts';
import type { Experiment } from './parse.ts';
import { parseObject, parseSource, readSource } from './parse.ts';
import type { ExperimentInput, NoKinds, OwnImages, OwnLayers, OwnMeasures } from './schema/input.ts';
import type { OwnKinds } from './schema/own_kinds.ts';
import { objectSource } from './text/source.ts';
import { parseYaml } from './text/yaml.ts';

/**
 * Reads and checks an experiment file, YAML 1.2 or JSON. Its name, which its results carry, is its path below the
 * nearest folder named `experiments`, else its file name, without the extension. The files that it names are relative to
 * its folder.
 *
 * @throws UserError with file, line and column of every mistake
 */
export async function readExperiment(path: string, kinds: OwnKinds = {}): Promise<Experiment> {
  requireText('path', path);
  requireKeys('kinds', kinds, OWN_KINDS);
  const { MOVE_FILE, readExperimentFile } = await import('./disk/files.ts');
  return readExperimentFile(path, { kinds, outsideRemedy: MOVE_FILE });
}

/** Reads an experiment that is an object and may name files. @param base the folder that their paths are relative to */
export async function readObject(
  value: object,
  base: string,
  options: { name: string; kinds: OwnKinds },
): Promise<Experiment> {
  const source = objectSource(value);
  const { filesBelow } = await import('./disk/disk.ts');
  return readSource(
    source,
    options,
    filesBelow(base, { outsideRemedy: 'let options.base name a folder above it' }),
  );
}

/**
 * Reads and checks an experiment that is a text (YAML 1.2 or JSON) or an object. It may not name files: use
 * `readExperiment` for a file that does, and `run` for an object.
 *
 * @param name the name of its results
 * @throws UserError with every mistake; for a text, with line and column
 */
export function parseExperiment<
  L extends OwnLayers = NoKinds,
  I extends OwnImages = NoKinds,
  M extends OwnMeasures = NoKinds,
>(
  source: string | ExperimentInput<L, I, M>,
  name = 'experiment',
  kinds: { layers?: L; images?: I; measures?: M } = {},
): Experiment {
  requireText('name', name);
  requireResultName(name.split('/'), { place: 'name' });
  requireKeys('kinds', kinds, OWN_KINDS);
  if (typeof source === 'string') return parseSource(parseYaml(source, name), { name, kinds });
  return parseObject(source, { name, kinds });
}

const OWN_KINDS = ['images', 'layers', 'measures'];
