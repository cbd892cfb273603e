import { UserError } from '../core/error.ts';

/** The words for a system's error in reading or writing: 'the disk is full' of ENOSPC. Of a UserError its own. */
export function reason(cause: unknown): string {
  if (cause instanceof UserError) return cause.message.replace(/\.$/, '');
  const { code: named, errno, syscall } = (cause ?? {}) as NodeJS.ErrnoException;
  // Node has no name for this one.
  const code = errno === -122 ? 'EDQUOT' : named;
  const words: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    // Node's own, with its permission model.
    ERR_ACCESS_DENIED: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    ENOTDIR: 'there is a file where a folder is needed',
    EEXIST: 'there is a file where a folder is needed',
    EISDIR: 'there is a folder where a file is needed',
    ENOTEMPTY: 'there is a folder where a file is needed',
    ENAMETOOLONG: 'the name is too long',
    ENOENT: syscall === 'mkdir' ? 'no folder can be made there' : 'there is no such file or folder',
    EFBIG: 'the file is too large',
    ERR_STRING_TOO_LONG: 'the file is too large',
    ERR_FS_FILE_TOO_LARGE: 'the file is too large',
    // A NUL in a path, which only a program can pass.
    ERR_INVALID_ARG_VALUE: 'no file can have this name',
    ELOOP: 'its links lead round in a circle',
    EIO: 'the disk reports an error',
    EMFILE: 'too many files are open',
  };
  return (code && words[code]) ?? code ?? String(cause);
}
