import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Loads a CommonJS package as such. `import` would first search the whole of it for its exports, which takes as long
 * as the rest of the start.
 *
 * @throws whatever the package throws where it is absent or broken
 */
export function loadPackage<T>(name: string): T {
  return require(name) as T;
}

export function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
