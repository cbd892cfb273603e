import nodePath, { type PlatformPath } from 'node:path';

/**
 * Whether a path is a folder or below it; both absolute, and without links.
 *
 * @param system the rules for paths. Default: those of this machine
 * @example isBelow('/a/b/c', '/a/b') // true
 * @example isBelow('D:\\b', 'C:\\b', path.win32) // false
 */
export function isBelow(path: string, folder: string, system: PlatformPath = nodePath): boolean {
  const way = system.relative(folder, path);
  return way !== '..' && !way.startsWith(`..${system.sep}`) && !system.isAbsolute(way);
}

/**
 * A relative path as files and tables write it: with `/` on every machine.
 *
 * @example slashed('models\\max.onnx', path.win32) // 'models/max.onnx'
 */
export function slashed(path: string, system: PlatformPath = nodePath): string {
  return path.split(system.sep).join('/');
}

/** Whether a path names a folder by its last character. Windows takes `/` too. */
export function endsInFolder(path: string, system: PlatformPath = nodePath): boolean {
  return path.endsWith('/') || path.endsWith(system.sep);
}
