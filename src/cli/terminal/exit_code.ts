/**
 * 0 held · 1 an expectation or a baseline failed · 2 wrong input · 3 the run failed · 4 reading or writing failed ·
 * 129, 130, 143 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | InterruptCode;

/** The signals that interrupt the work, and the exit code of each: 128 and its number. */
export const interruptCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export type InterruptSignal = keyof typeof interruptCodes;
export type InterruptCode = (typeof interruptCodes)[InterruptSignal];
