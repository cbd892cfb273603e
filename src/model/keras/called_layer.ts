import type { Config, KerasLayer } from './kind.ts';

/**
 * A layer that is nothing before it is called: the call says what it computes, and with what.
 *
 * @param problem what is wrong without a call, as a phrase that follows the layer's name
 * @param called as in `KerasLayer.called`
 */
export function calledLayer(problem: string, called: (options: Config) => KerasLayer): KerasLayer {
  const refuse = () => {
    throw new Error(problem);
  };
  return { severalInputs: true, shape: refuse, apply: refuse, called };
}
