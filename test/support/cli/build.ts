import { buildPackage } from '../build.ts';

/** Builds the package once before the tests of what users get, without its types. */
export default function setup(): void {
  buildPackage('--no-types');
}
