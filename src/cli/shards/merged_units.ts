import { backendClass } from '../../backend/backend_class.ts';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { unitsOf } from '../../run/unit.ts';
import { readShards } from '../../units/merge.ts';
import { unitIds } from '../../units/unit_id.ts';
import { buildVersion } from '../terminal/version.ts';
import type { KeptUnits } from '../threads/queue.ts';

/**
 * All units of some experiments, from folders of shards.
 *
 * @throws UserError where the shards are incomplete or damaged, or are not of these experiments as they are now
 */
export async function mergedUnits(
  found: readonly ExperimentFile[],
  folders: readonly string[],
  backend: string,
): Promise<KeptUnits> {
  const { units } = await readShards(folders, false);
  const computer = { coincide: buildVersion, backend: backendClass(backend) };
  const ids = found.map(({ path, experiment }) => {
    const idAt = unitIds(experiment, computer);
    return Array.from({ length: unitsOf(experiment).count }, (_, index) => {
      const id = idAt(index);
      if (units.has(id)) return id;
      const message = `its units are not in ${folders.join(', ')}: these are of another experiment, seed, version or backend.`;
      throw new UserError([{ message, where: { file: path } }]);
    });
  });
  return { has: () => true, read: (file, index) => units.read(ids[file]![index]!) };
}
