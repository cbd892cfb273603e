import decode, { init } from '@jsquash/jpeg/decode.js';

export default { '@jsquash/jpeg/decode.js': { default: decode, init } };
