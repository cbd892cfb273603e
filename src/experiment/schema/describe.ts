import * as v from 'valibot';
import { type AnySchema, optionEntries } from '../../core/options.ts';

/** An option of a kind, in words. */
export interface DescribedOption {
  name: string;
  /** Its default as it is written; empty where the description says how it follows from others; or `required`. */
  default: string;
  description: string;
}

/** The description of each key of an option schema. */
export function optionsOf(schema: AnySchema): DescribedOption[] {
  return Object.entries(optionEntries(schema)).map(([name, entry]) => {
    const { pipe: inner } = entry as unknown as { pipe?: readonly v.GenericSchema[] };
    const own = (inner?.[0] ?? entry) as v.GenericSchema & { type: string };
    const value = v.getDefault(own as never) as unknown;
    const fallback =
      value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return {
      name,
      default: own.type === 'optional' ? fallback : 'required',
      description: v.getDescription(entry) ?? '',
    };
  });
}
