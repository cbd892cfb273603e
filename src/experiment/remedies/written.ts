import { isObject } from '../../core/is_object.ts';

/**
 * A value as YAML in one line, to paste. Undefined for a long one.
 *
 * @example written({ type: 'file', path: 'a b.png' }) // '{ type: file, path: a b.png }'
 */
export function written(value: unknown, most = MAX_PASTED_LENGTH): string | undefined {
  const text = flow(value);
  return text.length > most ? undefined : text;
}

const MAX_PASTED_LENGTH = 160;

function flow(value: unknown): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${flow(key)}: ${flow(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Whether YAML reads a text without quotes as this text. */
function isPlain(text: string): boolean {
  if (/^\d+(\.\d+)?%$/.test(text)) return true;
  return /^[\p{L}./_][\p{L}\p{N}./_ -]*(?<! )$/u.test(text) && !/^(true|false|null|\.(inf|nan))$/i.test(text);
}

/** What to do, as the words of a message: `write …`, unless the text says that something is left out. */
export function instead(text: string): string {
  return text.startsWith('leave it out') ? text : `write ${text}`;
}

/** A key with its value as YAML, or the key alone where the value is long. */
export function keyWithValue(key: string, value: unknown): string {
  const text = written(value);
  return text === undefined ? key : `${key}: ${text}`;
}
