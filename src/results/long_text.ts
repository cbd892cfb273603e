import { grouped, UserError } from '../core/error.ts';

/** A text that is too long to hold, in parts that end anywhere. It can be read more than once. */
export interface LongText extends AsyncIterable<string> {
  /** Its sha256 in hexadecimal: as it is, and with every `\r\n` as `\n`. */
  sha256(): Promise<readonly string[]>;
}

/** The parts of a text, in order; a text that is held is one part. */
export async function* textParts(text: string | LongText): AsyncGenerator<string> {
  if (typeof text === 'string') yield text;
  else yield* text;
}

/** Characters of the longest text that V8 holds. */
const MAX_TEXT_LENGTH = 2 ** 29 - 24;

/**
 * The parts of a text, put together.
 *
 * @throws UserError where it would have more than 2^29 - 24 characters
 */
export function joinText(parts: Iterable<string>): string {
  let length = 0;
  const held: string[] = [];
  for (const part of parts) {
    length += part.length;
    if (length > MAX_TEXT_LENGTH)
      throw new UserError(
        `the table has more than ${grouped(MAX_TEXT_LENGTH)} characters, which is more than a text can hold; write it to a file with \`coincide run\`.`,
      );
    held.push(part);
  }
  return held.join('');
}

/** The parts of a text from their bytes in UTF-8. No character is cut in two. */
export function* partsOfBytes(parts: Iterable<Uint8Array>): Generator<string> {
  for (const part of parts) yield textOfBytes(part);
}

/** A byte order mark is kept, wherever it is. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text that bytes in UTF-8 are. */
export function textOfBytes(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
