import { UserError } from '../../core/error.ts';

/** A variant ran out of memory. The run goes on without its experiment. */
export class OutOfMemory extends UserError {}

/**
 * The error to show for a lack of memory, with what can be done.
 *
 * @param cause an error of which `isOutOfMemory` is true; the first line of its message is put in brackets
 * @example outOfMemory(new RangeError('Array buffer allocation failed')).message
 * // 'there is not enough memory (Array buffer allocation failed); …'
 */
export function outOfMemory(cause: unknown): OutOfMemory {
  const text = cause instanceof Error ? cause.message.split('\n')[0]!.replace(/[.:\s]+$/, '') : '';
  if (TOO_LONG.test(text)) return new OutOfMemory(TOO_LONG_A_TEXT, { kind: 'run', cause });
  const why = text === '' ? '' : ` (${text})`;
  return new OutOfMemory(`there is not enough memory${why}; ${remedyOf(cause, text)}.`, {
    kind: 'run',
    cause,
  });
}

/** Whether an error says that memory could not be had: of V8's heap, an array buffer, or WebAssembly. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof UserError) return false;
  return isHeap(error) || MESSAGES.test(error.message);
}

const MESSAGES =
  /array buffer allocation failed|could not allocate memory|out of memory|cannot allocate wasm memory|ENOMEM|bad_alloc|invalid string length/i;

/** V8's words for a text that no memory could hold. */
const TOO_LONG = /invalid string length/i;

const TOO_LONG_A_TEXT =
  'a text would have more than the 536,870,888 characters that Node can hold; leave `shifts`, `images` and `decisions` out of tables, or use fewer shifts.';

function isHeap(error: unknown): boolean {
  return (error as NodeJS.ErrnoException)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function remedyOf(cause: unknown, text: string): string {
  const less = 'use fewer --workers, or a smaller image, range of shifts or number of channels';
  if (isHeap(cause)) return `NODE_OPTIONS=--max-old-space-size=MIB raises Node's limit, or ${less}`;
  // Node reserves 10 GB of address space for each WebAssembly memory, more than a limit (ulimit -v) leaves.
  if (/wasm|WebAssembly/i.test(text))
    return 'if address space is limited (ulimit -v), set NODE_OPTIONS=--disable-wasm-trap-handler, and use --workers 1';
  return less;
}
