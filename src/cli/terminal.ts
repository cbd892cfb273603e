import stringWidth from 'string-width';

/** What a command exists to print. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Errors, warnings and what was done. */
export function note(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** `coincide run | head -1` ends quietly: who stops reading has read enough. */
export function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** Rows as aligned columns, two spaces apart; numbers to the right. */
export function aligned(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...lines.map((line) => stringWidth(line[i] ?? ''))));
  const right = header.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-+]?[\d.]/.test(row[i] ?? '')),
  );
  return lines
    .map((line) => {
      const cells = line.map((cell, i) => {
        const blank = ' '.repeat(widths[i]! - stringWidth(cell));
        return right[i] ? blank + cell : cell + blank;
      });
      return `  ${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}
