/** What stands behind a model in the experiment to begin with. */
export interface Proposal {
  measures?: string;
  /** What was assumed of the outputs, where nothing says it. */
  assumed?: string;
  layer?: string;
}

/** A type of whole numbers; a boolean is none. */
export const WHOLE_TYPE = /^u?int/;
