import { UserError } from '../../core/error.ts';

/** A variant ran out of memory. The run goes on without its experiment. */
export class OutOfMemory extends UserError {}

/** The failure of a variant that ran out of memory, also when it was tried again. */
export function outOfMemory(cause: unknown): OutOfMemory {
  const why = cause instanceof Error && cause.message !== '' ? ` (${firstLine(cause.message)})` : '';
  return new OutOfMemory(
    `there is not enough memory for this${why}; use fewer --workers or a smaller image, range of shifts or number of channels, or raise Node's limit with NODE_OPTIONS=--max-old-space-size=MIB.`,
    { kind: 'run', cause },
  );
}

/** Whether an error says that memory could not be had: of V8's heap, an array buffer, or WebAssembly. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof UserError) return false;
  if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return true;
  return MESSAGES.test(error.message);
}

const MESSAGES =
  /array buffer allocation failed|could not allocate memory|out of memory|cannot allocate wasm memory|ENOMEM|bad_alloc/i;

function firstLine(text: string): string {
  return text.split('\n')[0]!.replace(/[.:\s]+$/, '');
}
