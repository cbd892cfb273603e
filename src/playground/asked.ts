import { secondText } from './file/second.ts';
import type { GivenExperiment, TracedCell } from './protocol.ts';
import type { PageState, Setting } from './state.ts';

/** What is asked of the workers of a stack. */
export interface Asked {
  experiment: GivenExperiment;
  variant: number;
  picture: number;
  shift: Setting['shift'];
  trace: TracedCell | undefined;
  files: PageState['files'];
}

/** What is to be asked of the workers of a stack; undefined where there is no second stack. */
export function askedOf({ setting, files }: PageState, stack: 0 | 1): Asked | undefined {
  const { name, picture, shift } = setting;
  if (stack === 0) {
    const { text, variant, trace } = setting;
    return { experiment: { name, text }, variant, picture, shift, trace, files };
  }
  if (setting.second === undefined) return undefined;
  return {
    experiment: { name, text: secondText(setting) },
    variant: 0,
    picture,
    shift,
    trace: undefined,
    files,
  };
}

/**
 * What must be asked anew: `all` where the experiment, its variant, its picture or the files are others, `held` where only
 * the shift or the traced cell is; undefined for nothing.
 */
export function askedAnew(before: Asked | undefined, now: Asked): 'all' | 'held' | undefined {
  const isSame =
    before?.experiment.text === now.experiment.text &&
    before.experiment.name === now.experiment.name &&
    before.variant === now.variant &&
    before.picture === now.picture &&
    before.files === now.files;
  if (!isSame) return 'all';
  const heldOf = ({ shift, trace }: Asked) => JSON.stringify([shift, trace]);
  return heldOf(before) === heldOf(now) ? undefined : 'held';
}
