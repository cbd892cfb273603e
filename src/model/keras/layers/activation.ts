import { activate, activation } from '../activations.ts';
import { type KerasClass, readConfig } from '../kind.ts';
import { Glu } from './along_axes.ts';

/** An activation by its name. Behind other layers Keras takes no `glu`, which halves the channels. */
export const Activation: KerasClass = (config, layerOf) => {
  const { activation: name, ...rest } = config;
  if (name === 'glu') return Glu(rest, layerOf);
  const options = readConfig(config, { activation: activation() });
  return { shape: ([x]) => [...x!], apply: (tf, [x]) => activate(tf, options.activation, x!) };
};
