/**
 * The reason of an error for the author of a model, as a phrase that follows a name: the error's message, unless
 * JavaScript itself threw it, since that is about the code and not about the model.
 */
export function phraseOfError(error: unknown): string {
  return isOfJavaScript(error) ? DAMAGED : error instanceof Error ? error.message : String(error);
}

/** The first line of an error's message, with indented ones that go on, as the end of a sentence. Paths are cut to file names. See `phraseOfError`. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first, ...others] = text.trim().split('\n') as [string, ...string[]];
  const end = others.findIndex((one) => !/^\s+(?!at )\S/.test(one));
  const line = [first, ...others.slice(0, end < 0 ? undefined : end).map((one) => one.trim())].join('; ');
  if (isOfJavaScript(error) || BROKEN_TEXT.test(line)) return `it ${DAMAGED}`;
  const short = line.length > MAX_REASON_LENGTH ? `${line.slice(0, MAX_REASON_LENGTH)}…` : line;
  return (
    short.replaceAll(/(?:\/[^\s'"/:]+)+\/([^\s'"/]+)/g, '$1').replace(/^[\s:]+|[\s.:]+$/g, '') ||
    'no reason was given'
  );
}

/**
 * Whether a failure says nothing of what a model takes: a lack of memory, a defect of the code, or an end that was asked
 * for. A trial that fails so has no answer.
 */
export function saysNothing(error: unknown): boolean {
  for (let one = error; one !== undefined; one = (one as Error).cause) {
    if (!(one instanceof Error) || one.name === 'AbortError' || one instanceof WebAssembly.RuntimeError)
      return true;
    if (one instanceof TypeError || one instanceof RangeError || one instanceof ReferenceError) return true;
    if (NO_MEMORY.test(one.message)) return true;
  }
  return false;
}

/** What runtimes and engines say where memory is lacking; a node may be called `memory`. */
const NO_MEMORY =
  /out of memory|memory access out of bounds|failed to allocate|allocation failed|could not allocate|bad_alloc/i;

/** Signs that a library put a value into its message that it did not expect. */
const BROKEN_TEXT = /\[object |\bundefined\b|\bNaN\b/;

const DAMAGED = 'is damaged, or of a form that is not supported';

/** Whether code failed over what it was given. A lack of memory is something else. */
function isOfJavaScript(error: unknown): boolean {
  return (
    (error instanceof TypeError || error instanceof RangeError) && !/memory|allocation/.test(error.message)
  );
}

const MAX_REASON_LENGTH = 600;
