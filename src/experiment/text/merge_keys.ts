import type { Document, YAMLMap } from 'yaml';
import { isObject } from '../../core/is_object.ts';
import { written } from '../remedies/written.ts';

/**
 * An object with the keys that its merge key (`<<: *part`) brings, in one line; undefined where it is long, or where a
 * part is no object.
 */
export function mergedText(map: YAMLMap, document: Document.Parsed): string | undefined {
  try {
    const { '<<': parts, ...own } = map.toJS(document, { maxAliasCount: MOST_IN_MERGE });
    const merged = Object.assign({}, ...[parts].flat().toReversed(), own);
    const isWhole = [parts].flat().every(isObject) && !Object.hasOwn(merged, '<<');
    return isWhole ? written(merged) : undefined;
  } catch {
    // An alias that is not defined, or that is inside of itself.
    return undefined;
  }
}

const MOST_IN_MERGE = 100;
