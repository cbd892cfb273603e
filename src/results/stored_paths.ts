/** The files of an experiment's results, below their folder. */
export function storedPaths(name: string): { table: string; shifts: string; package: string } {
  return { table: `${name}.csv`, shifts: `${name}.shifts.csv`, package: `${name}.datapackage.json` };
}
