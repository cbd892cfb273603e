import { parse } from 'yaml';
import { UserError } from '../error.ts';
import type { Override } from '../experiment/variants.ts';

export interface OverrideArguments {
  set?: string[];
  seed?: string;
  trials?: string;
}

/** The values that arguments put in place of the files', as YAML reads them. */
export function overridesOf({ set = [], seed, trials }: OverrideArguments): Override[] {
  const overrides = set.map((argument) => {
    const equals = argument.indexOf('=');
    if (equals < 1) throw new UserError(`--set ${argument}: expected KEY=VALUE, such as shift.max=5.`);
    return override(argument.slice(0, equals), argument.slice(equals + 1), `--set ${argument}`);
  });
  if (seed !== undefined) overrides.push(override('seed', seed, `--seed ${seed}`));
  if (trials !== undefined) overrides.push(override('trials', trials, `--trials ${trials}`));
  return overrides;
}

function override(key: string, text: string, argument: string): Override {
  try {
    return { key, value: parse(text, { version: '1.2', prettyErrors: false, logLevel: 'error' }), argument };
  } catch (cause) {
    throw new UserError(`${argument}: the value is not YAML (${(cause as Error).message}).`, { cause });
  }
}
