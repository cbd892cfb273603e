/** Why a library failed, as the end of a sentence: its first line, without paths of the machine. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.trim().split('\n')[0]!;
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  return (
    short.replaceAll(/(?:\/[^\s'"/:]+)+\/([^\s'"/]+)/g, '$1').replace(/[\s.:]+$/, '') || 'no reason was given'
  );
}

const LONGEST = 240;
