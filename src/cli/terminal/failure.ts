import { formatProblem, type Problem, UserError } from '../../core/error.ts';
import { printable, printableLines } from '../../expect/printable.ts';
import { pathLabel } from '../../experiment/disk/standard_input.ts';
import { reason } from '../../results/reason.ts';
import { type ExitCode, type InterruptCode, type InterruptSignal, interruptCodes } from './exit_code.ts';
import { isOutOfMemory, outOfMemory } from './out_of_memory.ts';
import { note } from './terminal.ts';

const codes = { input: 2, run: 3, storage: 4 } as const;

/** Thrown when Ctrl-C (SIGINT), a request to end (SIGTERM) or a terminal that closes (SIGHUP) stops the work. */
export class Interrupted extends Error {
  readonly code: InterruptCode;

  constructor(signal: InterruptSignal) {
    super('interrupted');
    this.code = interruptCodes[signal];
  }
}

/** Prints an error on stderr, with its stack trace only if `verbose`. @returns the exit code for it */
export function reportFailure(thrown: unknown, verbose: boolean): ExitCode {
  const error = explained(thrown);
  if (error instanceof Interrupted) return error.code;
  if (error instanceof UserError) {
    note(error.problems.map(inPrint).join('\n'));
    if (verbose) note(printableLines(stackOf(error)));
    return codes[error.kind];
  }
  note(
    `coincide failed: ${printableLines(error instanceof Error ? error.message : String(error))}\nThis is a defect of coincide; --verbose shows where.`,
  );
  if (verbose) note(printableLines(stackOf(error)));
  return 3;
}

/** A problem that commands no terminal and no workflow: names of files come from others, as those of a pull request do. */
function inPrint({ message, where }: Problem): string {
  const place = where && { ...where, file: printable(where.file) };
  return formatProblem({ message: printableLines(message), where: place });
}

/** An error with a known cause outside this package as a UserError; every other error as it is. */
function explained(error: unknown): unknown {
  if (error instanceof UserError) return error;
  if (isOutOfMemory(error)) return outOfMemory(error);
  if (isOfSystem(error)) return ofSystem(error);
  if (isOfLoader(error)) return ofLoader(error);
  return typeof WebAssembly === 'undefined'
    ? new UserError(NO_WEBASSEMBLY, { kind: 'run', cause: error })
    : error;
}

/** Whether the system refused something, such as reading a file. */
function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return error instanceof Error && typeof code === 'string' && typeof syscall === 'string';
}

function ofSystem(error: NodeJS.ErrnoException): UserError {
  const place = error.syscall === 'uv_cwd' ? 'the current folder' : (error.path ?? error.syscall);
  return new UserError(`${place}: ${reason(error)}.`, { kind: 'storage', cause: error });
}

/** Whether Node did not find a module: of a package that is not whole, or since it may open no more files. */
function isOfLoader(error: unknown): error is Error {
  const codes = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_INVALID_PACKAGE_CONFIG'];
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

function ofLoader(error: Error): UserError {
  const [what = ''] = error.message.split('\n');
  return new UserError(
    `${what}: install coincide again or, where few files may be open (ulimit -n), allow more.`,
    { kind: 'storage', cause: error },
  );
}

export const NO_WEBASSEMBLY =
  'WebAssembly is switched off, and coincide needs it; run Node without --jitless.';

/** The error with the experiment's path as its place, if a run failed; every other error as it is. */
export function withPath(error: unknown, path: string | undefined): unknown {
  if (!(error instanceof UserError) || error.kind !== 'run' || path === undefined) return error;
  const problems = error.problems.map(({ message }) => ({ message, where: { file: pathLabel(path) } }));
  return new UserError(problems, { kind: 'run', cause: error });
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return `${error.stack}${error.cause instanceof Error ? `\ncaused by: ${error.cause.stack}` : ''}`;
}
