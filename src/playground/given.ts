import type { JsonSchema } from './file/fields.ts';
import type { WorkerSetup } from './protocol.ts';

/** An experiment that is shipped with the page. */
interface ShippedExperiment {
  name: string;
  text: string;
}

/** What the build writes into the page as data. */
export interface PageData {
  version: string;
  schema: JsonSchema;
  experiments: readonly ShippedExperiment[];
  parts: WorkerSetup['parts'];
  shipped: readonly string[];
}
