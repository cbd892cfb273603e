import type { ReadingArguments } from '../arguments/reading.ts';

/**
 * The arguments that say which experiments are run and what computes them, as a command line has them.
 *
 * @example argumentsOf(['a.yaml'], { seed: '3' }) // ['a.yaml', '--seed', '3']
 */
export function argumentsOf(
  paths: readonly string[],
  args: ReadingArguments & { backend?: string | undefined },
): string[] {
  const { set = [], seed, trials, variant = [], picture = [], threads, providers, backend } = args;
  const options = { seed, trials, threads, providers, backend };
  return [
    ...paths,
    ...set.flatMap((one) => ['--set', one]),
    ...variant.flatMap((one) => ['--variant', one]),
    ...picture.flatMap((one) => ['--picture', one]),
    ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
    ...(args['allow-outside'] ? ['--allow-outside'] : []),
  ];
}
