import { UserError } from '../../core/error.ts';
import { type Override, parseOverride } from '../../experiment/text/override.ts';

export interface OverrideArguments {
  set?: string[] | undefined;
  seed?: string | undefined;
  trials?: string | undefined;
}

/** The values that replace those of the files, read as YAML. @throws UserError */
export function overridesOf({ set = [], seed, trials }: OverrideArguments): Override[] {
  const overrides = set.map((argument) => {
    const equals = argument.indexOf('=');
    if (equals < 1) throw new UserError(`--set ${argument}: expected KEY=VALUE, such as shift.max=5.`);
    return parseOverride(argument.slice(0, equals), argument.slice(equals + 1), `--set ${argument}`);
  });
  if (seed !== undefined) overrides.push(parseOverride('seed', seed, `--seed ${seed}`));
  if (trials !== undefined) overrides.push(parseOverride('trials', trials, `--trials ${trials}`));
  return overrides;
}
