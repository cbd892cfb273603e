/**
 * 0 held · 1 an expectation or a baseline failed · 2 wrong input · 3 the run failed · 4 reading or writing failed ·
 * 130, 143 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130 | 143;
