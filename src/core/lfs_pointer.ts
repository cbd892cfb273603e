import { UserError } from './error.ts';
import { FileProblem } from './files.ts';

/** A message about such a file, without its name in front. */
export const LFS_POINTER = 'is a Git LFS pointer; run git lfs pull';

const POINTER_BEGINS = 'version https://git-lfs.github.';

/** Whether a file holds a Git LFS pointer instead of its content. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return (
    bytes.length < 1024 &&
    new TextDecoder().decode(bytes.subarray(0, POINTER_BEGINS.length)) === POINTER_BEGINS
  );
}

/** @throws FileProblem where a file that an experiment names is a Git LFS pointer */
export function requireNoPointer(path: string, bytes: Uint8Array): void {
  if (isLfsPointer(bytes)) throw new FileProblem(path, `"${path}" ${LFS_POINTER}`);
}

/** @throws UserError where the text of a file is a Git LFS pointer */
export function refusePointer(text: string, file: string): void {
  if (!text.startsWith(POINTER_BEGINS)) return;
  throw new UserError([{ message: `this ${LFS_POINTER}.`, where: { file, line: 1, column: 1 } }]);
}
