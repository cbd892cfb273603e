declare const __VERSION__: string;

/** The package's version, which the build puts in. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'source';
