import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file that the package ships. */
export function packageFile(path: string): string {
  // From the bundle in dist/, or from this file.
  const places = [`../${path}`, `../../../${path}`].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  return places.find((place) => existsSync(place)) ?? places[0]!;
}
