declare const __VERSION__: string;

/** Of the package; put in when it is built. */
export const version = __VERSION__;
