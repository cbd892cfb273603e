import { UserError } from '../../core/error.ts';
import type { ExitCode } from '../arguments/command.ts';
import { note } from './terminal.ts';

const codes = { input: 2, run: 3, storage: 4 } as const;

/** Ctrl-C, or a request to end. */
export class Interrupted extends Error {
  readonly code: 130 | 143;

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super('interrupted');
    this.code = signal === 'SIGINT' ? 130 : 143;
  }
}

/** Says what went wrong, without a stack trace unless it is asked for. @returns the exit code */
export function report(error: unknown, verbose: boolean): ExitCode {
  if (error instanceof Interrupted) return error.code;
  if (error instanceof UserError) {
    note(error.message);
    if (verbose) note(stackOf(error));
    return codes[error.kind];
  }
  note(
    `coincide failed: ${error instanceof Error ? error.message : String(error)}\nThis is a defect of coincide; --verbose shows where.`,
  );
  if (verbose) note(stackOf(error));
  return 3;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return `${error.stack}${error.cause instanceof Error ? `\ncaused by: ${error.cause.stack}` : ''}`;
}
