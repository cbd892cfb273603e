import { quoted } from '../../core/error.ts';
import { phraseOfError } from '../reason.ts';
import { type Config, type KerasLayer, unsupportedArgument } from './kind.ts';

/** A layer as a call with further arguments applies it. @throws Error with a phrase that follows the model's name */
export function calledWith(name: string, layer: KerasLayer, options: Config): KerasLayer {
  if (!layer.called) {
    refuseArguments(name, options, !layer.dependsOnTraining);
    return layer;
  }
  const { training, ...others } = options;
  if (layer.dependsOnTraining) refuseArguments(name, { training }, false);
  try {
    return layer.called(others);
  } catch (cause) {
    throw new Error(`calls the layer ${quoted(name)} with ${phraseOfError(cause)}`, { cause });
  }
}

/**
 * Refuses arguments of a layer's call other than its inputs: `training: true` makes a dropout random.
 *
 * @param alwaysPredicts whether `training` changes nothing
 */
export function refuseArguments(name: string, options: Config, alwaysPredicts: boolean): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue;
    if (key === 'training' && (value === false || alwaysPredicts)) continue;
    if (key === 'training')
      throw new Error(
        `calls the layer ${quoted(name)} with training: ${value}, as if it were trained; build the model without that, and export it again`,
      );
    throw new Error(`calls the layer ${quoted(name)} with ${unsupportedArgument(key, value)}`);
  }
}
