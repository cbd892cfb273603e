import type { ReadingArguments } from '../arguments/reading.ts';

export interface ReportArguments extends ReadingArguments {
  files?: string[];
  out?: string;
  format?: string;
  against?: string[];
  backend?: string;
  fresh?: boolean;
  quiet?: boolean;
  serve?: boolean;
  port?: string;
}
