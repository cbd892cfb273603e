import { readCall } from './call.ts';
import { aliases } from './words/aliases.ts';
import { wordOf } from './words/word_of.ts';
import { pasted, written } from './written.ts';

/** `range: [-3, 3]`, `min: -3`, `dx: 3`, `dy: [0, 2]` as a shift writes them. */
export function forShiftKey(shift: Record<string, unknown>, name: string): string | undefined {
  if (name === 'min') return rangeText(shift);
  if (/^(from|start|low|first)$/i.test(name)) {
    const last = shift.to ?? shift.stop ?? shift.end ?? shift.high ?? shift.last ?? shift.max;
    return rangeText({ min: shift[name], max: last });
  }
  if (/^(std|sigma|stddev|scale|mean|loc)$/i.test(name))
    return 'leave it out: every shift of the range is as likely';
  if (/^(n|count|number|num|samples)$/i.test(name) && Object.hasOwn(shift, 'max'))
    return pasted`trials: ${written(shift[name])} at the top of the file, without indentation`;
  const value = shift[name];
  if (name === 'type') return 'leave it out: a shift has no type';
  if (/^(rotat|scale|zoom|flip|shear|degrees|angle)/i.test(name))
    return 'leave it out: only shifts are measured, no other movement';
  if (
    /^(translate|shift_?limit|(width|height)_?shift_?range)$/i.test(name) &&
    typeof value === 'number' &&
    value > 0 &&
    value < 1
  )
    return `max: ${Number((value * 100).toPrecision(12))}%`;
  if (name === 'range' && Array.isArray(value) && value.length === 2)
    return rangeText({ min: value[0], max: value[1] });
  if ([value].flat().every(Number.isFinite) && /^(fill(_?color)?|border_?value)$/i.test(name))
    return pasted`fill_value: ${written(value)}`;
  if (value === true && /^sub_?pixel$/i.test(name)) return 'step: 0.5';
  if (value === true) {
    const option = ['fill_mode', 'path', 'distribution'].find((one) => wordIn(one, name) !== undefined);
    if (option !== undefined) return `${option}: ${wordIn(option, name)}`;
  }
  const { dy, dx } = shift;
  if (name !== 'dy' && name !== 'dx') return undefined;
  if (typeof dy === 'number' && typeof dx === 'number') return `max: [${dy}, ${dx}]`;
  return typeof value === 'number' ? `${name[1]}: [-${value}, ${value}]` : undefined;
}

/**
 * A whole shift in another form; undefined if none is known.
 *
 * @example meantShift('±3 px') // { max: 3 }
 * @example meantShift('0..3') // { y: [0, 3], x: [0, 3] }
 */
export function meantShift(value: unknown): Record<string, unknown> | undefined {
  if (typeof value === 'number') return { max: value };
  if (Array.isArray(value)) {
    const pair = value.map((item) => (typeof item === 'string' ? pixelsIn(item) : item));
    const [first, last] = pair;
    if (pair.length === 1 && typeof first === 'number') return { max: first };
    if (pair.length === 2 && typeof first === 'number' && typeof last === 'number') {
      if (first >= 0) return { max: pair };
      return first === -last ? { max: last } : { y: [first, last], x: [first, last] };
    }
    const isPair = (item: unknown) => Array.isArray(item) && item.length === 2 && item.every(Number.isFinite);
    return pair.length > 0 && pair.every(isPair) ? { list: pair } : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const call = readCall(value);
  const moved = call && [call.named.translate ?? call.positional].flat().flat();
  if (moved && moved.length > 0 && moved.every((one) => typeof one === 'number' && one > 0 && one < 1)) {
    const [y, x = y] = moved.map((one) => `${Number((Number(one) * 100).toPrecision(12))}%`);
    return { max: y === x ? y : [y, x] };
  }
  if (/^\d+(\.\d+)?\s*%$/.test(value)) return { max: value.replaceAll(' ', '') };
  const range = /^([-−]?\d+)\s*(?:\.\.+|…|to|:|,)\s*([-−+]?\d+)(?:\s*(?:px|pixels?))?$/.exec(value);
  if (range) {
    const [first, last] = range.slice(1).map((end) => Number(end.replace('−', '-')));
    return first === -last! ? { max: last } : { y: [first, last], x: [first, last] };
  }
  const max = pixelsIn(value.replace(/^max\s*[=:]\s*/, ''));
  return max === undefined ? undefined : { max };
}

/** A word of an option, or another word for it. */
function wordIn(option: string, name: string): string | undefined {
  return Object.hasOwn(aliases.values[option] ?? {}, name) ? name : wordOf(option, name);
}

/** `3`, `±3`, `+/- 3 px`, `3 pixels` as a number. */
function pixelsIn(text: string): number | undefined {
  const [, digits] = /^(?:±|\+\/?-|up to)?\s*(\d+(?:\.\d+)?)\s*(?:px|pixels?|piksel)?$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** `{ min: -3, max: 3 }` as a shift writes it. */
function rangeText({ min, max }: Record<string, unknown>): string {
  if (typeof min !== 'number' || typeof max !== 'number') return '{ y: [-3, 3], x: [-3, 3] }';
  return min === -max ? `{ max: ${max} }` : `{ y: [${min}, ${max}], x: [${min}, ${max}] }`;
}
