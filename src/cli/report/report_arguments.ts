import { quoted, UserError } from '../../core/error.ts';
import type { ReadingArguments } from '../arguments/reading.ts';

export interface ReportArguments extends ReadingArguments {
  files?: string[];
  out?: string;
  format?: string;
  against?: string[];
  strips?: string;
  backend?: string;
  fresh?: boolean;
  quiet?: boolean;
  serve?: boolean;
  port?: string;
}

/** How many variants have strips and maps, unless it is asked for otherwise. */
const FEW_STRIPS = 6;
const MOST_STRIPS = 1000;

/** @throws UserError where --strips is not a whole number from 1 to 1000 */
export function stripsOf({ strips }: ReportArguments): number {
  if (strips === undefined) return FEW_STRIPS;
  const count = Number(strips);
  if (/^\d+$/.test(strips) && count >= 1 && count <= MOST_STRIPS) return count;
  throw new UserError(`--strips: expected a whole number from 1 to ${MOST_STRIPS}, not ${quoted(strips)}.`);
}
