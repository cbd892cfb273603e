import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UserError } from '../../core/error.ts';

/** Runs git. @param meaning what a failure means, in words @returns its output @throws UserError */
export async function git(args: readonly string[], meaning?: string): Promise<string> {
  try {
    return await output(args);
  } catch (cause) {
    const { code, stderr = '' } = cause as { code?: unknown; stderr?: string };
    const message =
      code === 'ENOENT' ? 'git is not installed' : (meaning ?? stderr.split('\n')[0] ?? 'git failed');
    throw new UserError(`--changed-since: ${message}.`, { cause });
  }
}

/** The files of a list that a repository ignores, so that git knows no changes of them. @throws UserError */
export async function ignoredBy(root: string, files: readonly string[]): Promise<string[]> {
  const args = ['-C', root, 'check-ignore', '-z', '--stdin'];
  const list = await output(args, files.join('\0')).catch((cause) => {
    // 1 means that none is ignored.
    if (cause.code === 1) return '';
    throw new UserError(`--changed-since: ${String(cause.stderr).split('\n')[0]}.`, { cause });
  });
  return list.split('\0').filter((name) => name !== '');
}

/** Whether a repository is a submodule of the one around it. */
export async function isSubmodule(root: string): Promise<boolean> {
  const around = await output(['-C', root, 'rev-parse', '--show-superproject-working-tree']).catch(() => '');
  return around.trim() !== '';
}

async function output(args: readonly string[], input = ''): Promise<string> {
  const running = promisify(execFile)('git', [...args], { maxBuffer: 2 ** 28 });
  running.child.stdin?.on('error', () => undefined);
  running.child.stdin?.end(input);
  return (await running).stdout;
}
