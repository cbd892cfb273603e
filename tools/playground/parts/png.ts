import { decode, init } from '@jsquash/png/decode.js';

export default { '@jsquash/png/decode.js': { decode, init } };
