import { cpu } from './cpu.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';

/** All backends, by the names that `--backend` takes. */
export const backends = {
  tensorflow,
  wasm,
  cpu,
};
