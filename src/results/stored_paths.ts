/** The files of an experiment's results, below their folder. */
export function storedPaths(name: string): Record<'table' | 'shifts' | 'images' | 'package', string> {
  return {
    table: `${name}.csv`,
    shifts: `${name}.shifts.csv`,
    images: `${name}.images.csv`,
    package: `${name}.datapackage.json`,
  };
}
