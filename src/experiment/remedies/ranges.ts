/** The list of values that a text means. @example valuesOfRange('1..3') // '[1, 2, 3]' */
export function valuesOfRange(value: string): string {
  if (/^\[.*\]$/.test(value)) return value;
  const [, inside = value] = CHOICES.exec(value) ?? [];
  const items = inside.replace(/^[[(](.*)[\])]$/, '$1').split(/\s*[,;|]\s*|\s+or\s+|(?<=\d)\s+(?=-?\d)/);
  return numbersOfRange(value) ?? `[${items.join(', ')}]`;
}

/** A call that chooses among values, behind a name for them. */
const CHOICES =
  /^(?:\w+\.)*(?:choices?|grid|list|sample|grid_search|suggest_categorical|categorical)\((?:["'][^"']*["'],\s*)?(.*)\)$/;

/**
 * A text that stands for a range of numbers, as their list; undefined for any other.
 *
 * @example numbersOfRange('1:5:2') // '[1, 3, 5]'
 * @example numbersOfRange('range(3)') // '[0, 1, 2]'
 */
export function numbersOfRange(value: string): string | undefined {
  const range = /^(-?\d+)\s*(?:\.\.\.?|[-–—~]|:|to|…)\s*(-?\d+)(?::([1-9]\d*))?$/.exec(
    value.replace(
      /^(?:\w+\.)*(?:interval|(?:suggest_)?int)\((?:["'][^"']*["'],\s*)?(-?\d+),\s*(-?\d+)(?:,\s*step=(\d+))?\)$/,
      (_, first, last, step = 1) => `${first}:${last}:${step}`,
    ),
  );
  const spaced = /^(?:\w+\.)?linspace\((-?[\d.]+),\s*(-?[\d.]+),\s*(\d+)\)$/
    .exec(value)
    ?.slice(1)
    .map(Number);
  if (spaced)
    return listOfRange(spaced[0]!, (spaced[1]! - spaced[0]!) / Math.max(1, spaced[2]! - 1), spaced[2]!);
  const [, last, from, to, by = '1'] =
    /^(?:\w+\.)?a?range\((?:(\d+)|(-?\d+),\s*(-?\d+)(?:,\s*(\d+))?)\)$/.exec(value) ?? [];
  if (last !== undefined) return listOfRange(0, 1, Number(last));
  if (from !== undefined && Number(by) > 0)
    return listOfRange(Number(from), Number(by), Math.ceil((Number(to) - Number(from)) / Number(by)));
  if (!range) return undefined;
  const [first, end, step] = [Number(range[1]), Number(range[2]), Number(range[3] ?? 1)];
  return end < first
    ? `[${first}, ${first + 1}, …, ${end}]`
    : listOfRange(first, step, Math.floor((end - first) / step) + 1);
}

/** A list of `count` numbers from a first one on. @example listOfRange(1, 2, 3) // '[1, 3, 5]' */
export function listOfRange(first: number, step: number, count: number): string {
  const at = (i: number) => Number((first + i * step).toPrecision(12));
  if (count < 1) return `[${first}]`;
  if (count > MOST_WRITTEN) return `[${first}, ${at(1)}, …, ${at(count - 1)}]`;
  return `[${Array.from({ length: count }, (_, i) => at(i)).join(', ')}]`;
}

const MOST_WRITTEN = 20;
