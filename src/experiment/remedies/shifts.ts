import { isObject } from '../../core/is_object.ts';
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
  const [low, high] = /^(left|right)$/i.test(name) ? [shift.left, shift.right] : [shift.up, shift.down];
  if (/^(left|right|up|down)$/i.test(name) && [low ?? high, high ?? low].every(Number.isFinite))
    return `${/^(left|right)$/i.test(name) ? 'x' : 'y'}: [${low === undefined ? 0 : -Number(low)}, ${high ?? 0}]`;
  const moved = isTransform(name) || SHARES.test(name) ? shiftOfTransform({ [name]: value }) : undefined;
  if (moved !== undefined && Object.keys(shift).length === 1) return written(moved)!.slice(2, -2);
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
  if (Array.isArray(value) && value.length === 0) return { max: 3 };
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
  const moved = call && moves({ positional: call.positional, ...call.named });
  if (moved !== undefined) return moved;
  const [, height, width] = /^[([]\s*(\d+)\s*,\s*(\d+)\s*[)\]]$/.exec(value) ?? [];
  if (height !== undefined)
    return { max: height === width ? Number(height) : [Number(height), Number(width)] };
  if (/^\d+(\.\d+)?\s*%$/.test(value)) return { max: value.replaceAll(' ', '') };
  const range = /^([-−]?\d+)\s*(?:\.\.+|…|to|:|,)\s*([-−+]?\d+)(?:\s*(?:px|pixels?))?$/.exec(value);
  if (range) {
    const [first, last] = range.slice(1).map((end) => Number(end.replace('−', '-')));
    return first === -last! ? { max: last } : { y: [first, last], x: [first, last] };
  }
  const max = pixelsIn(value.replace(/^max\s*[=:]\s*/, ''));
  return max === undefined ? undefined : { max };
}

/**
 * The shift that a step of another library makes, a call or `{ NAME: OPTIONS }`; undefined for a step that moves nothing.
 *
 * @example shiftOfTransform({ RandomAffine: { translate: [0.1, 0.1] } }) // { max: '10%' }
 */
export function shiftOfTransform(step: unknown): Record<string, unknown> | undefined {
  const [[name, options] = [String(step), undefined]] = isObject(step) ? Object.entries(step) : [];
  if (isObject(step) && SHARES.test(name)) return moves({ [name]: options });
  if (!isTransform(name)) return undefined;
  return (isObject(step) ? isObject(options) && moves(options) : meantShift(step)) || { max: 3 };
}

/** Whether a step of another library moves pictures. */
function isTransform(name: string): boolean {
  return /affine|translat|shift|random_?crop/i.test(name);
}

/** Options of other libraries that say how far, as a share of the picture. */
const SHARES = /^(translate|translate_percent|shift_limit|shift_limit_[xy]|(width|height)_?shift_?range)$/i;

/** How far the options of another library move: shares of the picture, or pixels around it that are cut off again. */
function moves(options: Record<string, unknown>): Record<string, unknown> | undefined {
  const [key] = Object.keys(options).filter((name) => SHARES.test(name));
  const given = [key === undefined ? options.positional : options[key]].flat(2);
  const shares = [...new Set(given.map((one) => Math.abs(Number(one))))];
  if (shares.length > 0 && shares.every((share) => share > 0 && share < 1)) {
    const [y, x = y] = (given.length === 2 ? given : shares).map(
      (share) => `${Number((Math.abs(Number(share)) * 100).toPrecision(12))}%`,
    );
    return { max: y === x ? y : [y, x] };
  }
  const { padding, translate_px: pixels = padding } = options;
  return typeof pixels === 'number' && Number.isInteger(pixels) && pixels > 0 ? { max: pixels } : undefined;
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
