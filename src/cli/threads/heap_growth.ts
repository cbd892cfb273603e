import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { pictureCount } from '../../experiment/variants/sets.ts';

/** With fewer variants and pictures, what is in use to the end is little. */
const MANY = 10_000;

/**
 * Has memory that is no longer used given back early where there are many variants or pictures: V8 else lets the heap grow
 * to about four times of what is in use, and they are in use to the end.
 */
export function limitHeapGrowth(found: readonly ExperimentFile[]): void {
  const many = found.some(({ experiment: { variants, set } }) => {
    return variants.length > MANY || (set && pictureCount(variants[0]!.image) > MANY);
  });
  if (!many) return;
  // Few runs need them.
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  const { runInNewContext } = process.getBuiltinModule('node:vm');
  // Percent that the heap may grow between two collections; Node 20, 22 and 24 have both flags.
  setFlagsFromString('--heap-growing-percent=50');
  setFlagsFromString('--expose-gc');
  // How far it may grow is decided at the end of each collection.
  runInNewContext('gc')();
}
