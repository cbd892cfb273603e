import { type BackendName, backendState } from '../../src/backend/load.ts';
import { backends } from '../../src/backend/registry.ts';
import type { Backend } from '../../src/core/tensor.ts';

const states = new Map<string, Awaited<ReturnType<typeof backendState>>>();
for (const name of Object.keys(backends) as BackendName[]) states.set(name, await backendState(name));

/** Every TensorFlow.js backend of this machine: a test that computes runs on each. */
export const backendsThere: readonly Backend[] = [...states.values()].flatMap((found) =>
  found.state === 'there' ? [found.backend] : [],
);

/** For titles, so that the output of the tests says what they ran on: `wasm, cpu (tensorflow is absent)`. */
export const whichAreThere = [
  backendsThere.map(({ name }) => name).join(', '),
  ...[...states].flatMap(([name, { state }]) => (state === 'there' ? [] : [`(${name} is ${state})`])),
].join(' ');

// Where all can be had, as in CI, none may be missing unnoticed.
const required = Number(process.env.COINCIDE_REQUIRE_BACKENDS ?? 1);
if (backendsThere.length < required) {
  throw new Error(`COINCIDE_REQUIRE_BACKENDS asks for ${required} backends; there: ${whichAreThere}`);
}
