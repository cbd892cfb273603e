const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...rest } = process.env;

/** The environment of a child process, without the variables that decide on colours. */
export const neutral: NodeJS.ProcessEnv = rest;
