import { cpu } from './cpu.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';

/** Every backend, by the name that `--backend` takes. */
export const backends = {
  tensorflow,
  wasm,
  cpu,
};
