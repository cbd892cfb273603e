import { parseDocument } from 'yaml';

/**
 * An object or a list in one line with the commas that it lacks; undefined where that does not make it right.
 *
 * @example withCommas('{ max: 3; fill_mode: wrap }') // '{ max: 3, fill_mode: wrap }'
 * @example withCommas('[[0, 0] [1, 1]]') // '[[0, 0], [1, 1]]'
 */
export function withCommas(flow: string): string | undefined {
  const text = flow
    .replaceAll(/\s*[;，、]\s*/g, ', ')
    .replaceAll(/(?<=[\]}"'])\s*(?=[[{"'])/g, ', ')
    .replaceAll(/(?<=[^\s,{[:])\s+(?=["']?[a-z_][\w.]*["']?\s*:\s)/gi, ', ');
  return text !== flow && isRight(text) ? text : undefined;
}

/**
 * An object or a list that a line leaves open, closed; undefined where more than one bracket is missing.
 *
 * @example closed('{ type: max_pool, depth: 4') // '{ type: max_pool, depth: 4 }'
 */
export function closed(flow: string): string | undefined {
  const text = flow.trim().replace(/,$/, '');
  const whole = text.startsWith('{') ? `${text} }` : `${text}]`;
  return text.length > 1 && isRight(whole) ? whole : undefined;
}

function isRight(text: string): boolean {
  return text.length <= LONGEST_FLOW && parseDocument(text).errors.length === 0;
}

const LONGEST_FLOW = 160;

/**
 * A flow text with a space after each colon of a key, in one line.
 *
 * @example spacedFlow('{max:3}') // '{ max: 3 }'
 */
export function spacedFlow(text: string): string {
  return text
    .replaceAll(/(?<=[{,[]\s*)([a-z_][\w.]*):(?=\S)/gi, '$1: ')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/\{(?=\S)/g, '{ ')
    .replaceAll(/(?<=\S)\}/g, ' }');
}
