import { availableParallelism, loadavg } from 'node:os';

/** Milliseconds of the calibration loop on a quiet machine of 2020. */
const QUIET = 8;

/**
 * How many times slower this machine is now than a quiet one, at least 1: the duration of a short loop, and the number
 * of processes that wait for each core, whichever says more.
 */
function slowness(): number {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < 3_000_000; i++) sum += Math.imul(i, i ^ sum) & 1;
  const took = performance.now() - began + Math.min(sum, 0);
  return Math.max(1, took / QUIET, loadavg()[0]! / availableParallelism());
}

/** The limit, in milliseconds, for work that takes at most so many seconds on a quiet machine. */
export function scaled(seconds: number): number {
  return Math.ceil(1000 * seconds * slowness());
}

/** Milliseconds of processor time that this process has used: other processes hardly change how long work takes by it. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
