import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Loads a CommonJS package with `require`: `import` first searches all of it for exports, which takes as long as the
 * rest of the start.
 *
 * @throws the package's own error if it is absent or broken
 */
export function loadPackage<T>(name: string): T {
  return require(name) as T;
}

/** Whether a package can be found, working or not. */
export function isInstalled(name: string): boolean {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
