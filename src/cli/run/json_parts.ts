/**
 * A value as `JSON.stringify(value, null, 2)` writes it, in parts. A list may be given as a function that yields its
 * items one by one, so that a long list is never in memory.
 *
 * @example [...jsonParts({ rows: () => [1, 2] })].join('') // JSON.stringify({ rows: [1, 2] }, null, 2)
 */
export function* jsonParts(value: unknown, indent = ''): Generator<string> {
  if (typeof value === 'function') yield* listParts(value() as Iterable<unknown>, indent, wholeItem);
  else if (Array.isArray(value)) yield* listParts(value, indent, jsonParts);
  else if (typeof value === 'object' && value !== null) yield* objectParts(value, indent);
  else yield JSON.stringify(value) ?? 'null';
}

/** Characters that are collected before they are passed on. */
const PART_LENGTH = 2 ** 16;

function* listParts(
  items: Iterable<unknown>,
  indent: string,
  partsOf: (item: unknown, indent: string) => Iterable<string>,
): Generator<string> {
  const inner = `${indent}  `;
  let text = '[';
  let isEmpty = true;
  for (const item of items) {
    text += `${isEmpty ? '' : ','}\n${inner}`;
    isEmpty = false;
    for (const part of partsOf(item, inner)) {
      text += part;
      if (text.length < PART_LENGTH) continue;
      yield text;
      text = '';
    }
  }
  yield isEmpty ? '[]' : `${text}\n${indent}]`;
}

/** An item that is short enough to be one part. */
function wholeItem(item: unknown, indent: string): string[] {
  return [JSON.stringify(item, null, 2).replaceAll('\n', `\n${indent}`)];
}

function* objectParts(object: object, indent: string): Generator<string> {
  const inner = `${indent}  `;
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return yield '{}';
  yield '{';
  for (const [i, [key, value]] of entries.entries()) {
    yield `${i === 0 ? '' : ','}\n${inner}${JSON.stringify(key)}: `;
    yield* jsonParts(value, inner);
  }
  yield `\n${indent}}`;
}
