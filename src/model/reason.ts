/** The first line of an error's message, as the end of a sentence. Paths are cut to file names. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.trim().split('\n')[0]!;
  const short = line.length > MAX_REASON_LENGTH ? `${line.slice(0, MAX_REASON_LENGTH)}…` : line;
  return (
    short.replaceAll(/(?:\/[^\s'"/:]+)+\/([^\s'"/]+)/g, '$1').replace(/[\s.:]+$/, '') || 'no reason was given'
  );
}

const MAX_REASON_LENGTH = 600;
