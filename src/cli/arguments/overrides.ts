import { UserError } from '../../core/error.ts';
import { shellWord } from '../../core/shell_word.ts';
import { isNoSeed, SAME_NUMBERS } from '../../experiment/schema/no_seed.ts';
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
    if (equals < 1)
      throw new UserError(
        `--set ${argument}: expected KEY=VALUE, such as shift.max=5${withEquals(argument)}.`,
      );
    const others = severalIn(argument);
    if (others !== undefined)
      throw new UserError(`--set ${argument}: expected one KEY=VALUE; write ${others}.`);
    return parseOverride(argument.slice(0, equals), argument.slice(equals + 1), `--set ${argument}`);
  });
  if (seed !== undefined && isNoSeed(seed))
    throw new UserError(`--seed ${seed}: ${SAME_NUMBERS}; write --seed 0, or another number.`);
  if (seed !== undefined) overrides.push(parseOverride('seed', seed, `--seed ${seed}`));
  if (trials !== undefined) overrides.push(parseOverride('trials', trials, `--trials ${trials}`));
  return overrides;
}

/** A key with its value behind a colon, or alone, as `--set` takes them. */
function withEquals(argument: string): string {
  const [, key, value] = /^([\w.]+)\s*(?::\s*(\S.*))?$/.exec(argument) ?? [];
  return key === undefined ? '' : `; write --set ${shellWord(`${key}=${value ?? 'VALUE'}`)}`;
}

/** `shift.max=4,image.radius=9` as two options; undefined for one value. */
function severalIn(argument: string): string | undefined {
  const parts = argument.split(/[,;]\s*(?=[a-z_]+(?:\.\w+)+=)|[,;]?\s+(?=[a-z_]+(?:\.\w+)*=)/);
  return parts.length < 2 ? undefined : parts.map((part) => `--set ${shellWord(part)}`).join(' ');
}
