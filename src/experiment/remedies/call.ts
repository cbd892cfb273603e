import { isObject } from '../../core/is_object.ts';

/** A call as other libraries write it: `nn.MaxPool2d(2, stride=2)`. */
export interface WrittenCall {
  name: string;
  positional: unknown[];
  named: Record<string, unknown>;
}

/**
 * Reads the text of a call whose arguments are numbers, words, true or false, or pairs of them; undefined for any other.
 *
 * @example readCall('MaxPooling2D((2, 2), padding="same")')
 * // { name: 'MaxPooling2D', positional: [[2, 2]], named: { padding: 'same' } }
 */
export function readCall(text: string): WrittenCall | undefined {
  const [, name, inside] = /^\s*([\p{L}_][\p{L}\p{N}_.]*)\s*\(([\s\S]*)\)\s*,?$/u.exec(text) ?? [];
  if (name === undefined || inside === undefined || inside.length > LONGEST) return undefined;
  const call: WrittenCall = { name, positional: [], named: {} };
  for (const argument of splitAtCommas(inside)) {
    const [, key, value] = /^([A-Za-z_]\w*)\s*=\s*([\s\S]+)$/.exec(argument) ?? [];
    const read = argumentOf(value ?? argument);
    if (read === undefined) return undefined;
    if (key === undefined) call.positional.push(read);
    else call.named[key] = read;
  }
  return call;
}

/** The call of a layer, without the tensor that a function of PyTorch or TensorFlow takes first: `F.max_pool2d(x, 2)`. */
export function readLayerCall(text: string): WrittenCall | undefined {
  const call = readCall(text);
  const isFunction = call && /\.[a-z]\w*$/.test(call.name) && typeof call.positional[0] === 'string';
  return isFunction ? { ...call, positional: call.positional.slice(1) } : call;
}

/**
 * The layer in a line of a program: without the name that it gets, what it is added to, and what it is applied to.
 *
 * @example bareLayer('x = MaxPooling2D()(x)') // 'MaxPooling2D()'
 * @example bareLayer('model.add(MaxPooling2D(2))') // 'MaxPooling2D(2)'
 */
export function bareLayer(text: string): string {
  if (text.length > LONGEST) return text;
  return text
    .trim()
    .replace(/^[\w.]+\s*=\s*(?=[\w.]+\()/, '')
    .replace(/^\w+\.(?:add|append)\((.*\))\)$/s, '$1')
    .replace(/(?<=\))(?:\(\w+\)|\.(?:cuda|cpu|eval|to|half|float)\([\w"']*\))$/, '');
}

const LONGEST = 200;

function argumentOf(text: string): unknown {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const [, quoted] = /^["']([^"']*)["']$/.exec(text) ?? [];
  if (quoted !== undefined) return quoted;
  const [, inside] = /^[([]([^()[\]]*)[)\]]$/.exec(text) ?? [];
  if (inside === undefined) return /^[\w.]+$/.test(text) ? text : undefined;
  const items = splitAtCommas(inside).map(argumentOf);
  return items.includes(undefined) ? undefined : items;
}

/** The parts between commas that are outside of all brackets. */
function splitAtCommas(text: string): string[] {
  const parts = text.match(/(?:[([][^()[\]]*[)\]]|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * The call to which an item of a list of kinds belongs whose commas were taken for those of the list; undefined for any
 * other item.
 *
 * @returns the whole call, and whether the item is its beginning
 * @example cutCall([{ type: 'Conv2D(8' }, { type: '3)' }, { type: 'relu' }], 1) // { text: 'Conv2D(8, 3)', begins: false }
 */
export function cutCall(list: readonly unknown[], at: number): { text: string; begins: boolean } | undefined {
  const texts = list
    .map((item) => (isObject(item) ? (Object.keys(item).length === 1 ? item.type : '') : item))
    .map(String);
  for (let first = 0; first <= at; first++) {
    let open = 0;
    for (let last = first; last < texts.length; last++) {
      open += openedBy(texts[last]!);
      if (open > 0) continue;
      if (open < 0 || last === first || last < at) break;
      return { text: texts.slice(first, last + 1).join(', '), begins: first === at };
    }
  }
  return undefined;
}

/** How many parentheses a text leaves open; below 0 where it closes more than it opens. */
function openedBy(text: string): number {
  return text.split('(').length - text.split(')').length;
}
