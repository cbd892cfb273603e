import type { UserError } from '../../core/error.ts';
import type { Mistake } from '../../core/mistake.ts';
import type { ImageKind } from '../../image/kind.ts';
import type { Path } from '../text/source.ts';

/** A kind with its options, every default filled in. */
export interface Chosen<Kind> {
  name: string;
  kind: Kind;
  options: any;
  /** The result of the kind's `load`. */
  loaded?: unknown;
}

/** The image that is shifted: its kind, options and, of a set, the picture. */
export interface ChosenImage extends Chosen<ImageKind> {
  /** Which picture of a set. Default: the first. */
  picture?: number;
  /** The places in the set of the pictures that are measured. Default: those that its options choose. */
  only?: ReadonlySet<number>;
  /** Whether it, or each picture of the set, is drawn several times: by other variants, or for measures. */
  drawnAgain?: boolean;
}

/**
 * Reports a mistake at a path of the file.
 *
 * @param failure set where the experiment is right, but something that it needs failed
 */
export type Report = (path: Path, mistake: Mistake, failure?: UserError) => void;

/** The name, the kind and the options of options that are checked: their `type` names a kind of the registry. */
export function chosen<Kind>(options: { type: string }, registry: Record<string, Kind>): Chosen<Kind> {
  return { name: options.type, kind: registry[options.type]!, options };
}
