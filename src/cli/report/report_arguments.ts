import type { ReadingArguments } from '../arguments/reading.ts';
import { wholeNumber } from '../arguments/whole_number.ts';

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

const FEW_STRIPS = 6;
const MOST_STRIPS = 1000;

/** How many variants have strips and maps. @throws UserError where --strips is not a whole number from 1 to 1000 */
export function stripsOf({ strips }: ReportArguments): number {
  return wholeNumber('--strips', strips, MOST_STRIPS) ?? FEW_STRIPS;
}
