import { isObject } from '../../core/is_object.ts';

/**
 * A value as YAML in one line, to paste. Undefined for a long one, and where there is no value.
 *
 * @example written({ type: 'file', path: 'a b.png' }) // '{ type: file, path: a b.png }'
 */
export function written(value: unknown, most = MAX_PASTED_LENGTH): string | undefined {
  const text = value === undefined ? undefined : flow(value);
  return text === undefined || text.length > most ? undefined : text;
}

const MAX_PASTED_LENGTH = 160;

function flow(value: unknown): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  const entries = given.map(([key, item]) => `${flow(key)}: ${flow(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Whether YAML reads a text without quotes as this text. */
function isPlain(text: string): boolean {
  if (/^\d+(\.\d+)?%$/.test(text)) return true;
  return /^[\p{L}./_][\p{L}\p{N}./_ -]*(?<! )$/u.test(text) && !/^(true|false|null|\.(inf|nan))$/i.test(text);
}

/** What a value says as one text; nothing where it is an object: those of a file have no `toString`. */
export function saidText(value: unknown): string {
  if (Array.isArray(value)) return value.map(saidText).join();
  return isObject(value) ? '' : String(value);
}

/**
 * A text with values to paste; undefined where one of them is too long for it.
 *
 * @example pasted`size: ${written([3, 4])}` // 'size: [3, 4]'
 */
export function pasted(
  words: TemplateStringsArray,
  ...values: readonly (string | number | undefined)[]
): string | undefined {
  return values.includes(undefined) ? undefined : String.raw({ raw: words }, ...values);
}

/** What to do, as the words of a message: `write …`, unless the text says that something is left out. */
export function instead(text: string): string;
export function instead(text: string | undefined): string | undefined;
export function instead(text: string | undefined): string | undefined {
  return text === undefined || /^leave it out|: write /.test(text) ? text : `write ${text}`;
}

/** A key with its value as YAML, or the key alone where the value is long. */
export function keyWithValue(key: string, value: unknown): string {
  const text = written(value);
  return text === undefined ? key : `${key}: ${text}`;
}
