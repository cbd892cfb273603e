import { plainBackend } from '../../model/packages.ts';
import type { RunSettings } from '../../run/settings.ts';

/** How the page computes: as `coincide run` does with `--backend auto`. TensorFlow.js is loaded when it is needed. */
export const settings: RunSettings = { loops: true, backend: plainBackend };
