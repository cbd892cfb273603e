import { activate, activation } from '../activations.ts';
import { type KerasClass, readConfig } from '../kind.ts';
import { sameShape } from '../of_each.ts';
import { Glu } from './along_axes.ts';

/** An activation by its name. Behind other layers Keras takes no `glu`, which halves the channels. */
export const Activation: KerasClass = (config, layerOf) => {
  const { activation: name, ...rest } = config;
  if (name === 'glu') return Glu(rest, layerOf);
  const options = readConfig(config, { activation: activation() });
  return sameShape((tf, x) => activate(tf, options.activation, x));
};
