declare const __VERSION__: string;
declare const __BUILD__: string;

/** The package's version, which the build puts in. */
export const version = typeof __VERSION__ === 'string' ? __VERSION__ : 'source';

/** The version, and the digest of the code: two builds of one version may compute differently. */
export const buildVersion = typeof __BUILD__ === 'string' ? `${version} ${__BUILD__}` : version;
