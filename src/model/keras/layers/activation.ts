import { activate, activation } from '../activations.ts';
import { type KerasClass, readConfig } from '../kind.ts';

/** An activation by its name. */
export const Activation: KerasClass = (config) => {
  const options = readConfig(config, { activation: activation() });
  return { shape: ([x]) => [...x!], apply: (tf, [x]) => activate(tf, options.activation, x!) };
};
