import * as decoder from '@jsquash/png/codec/pkg/squoosh_png.js';

export default { '@jsquash/png/codec/pkg/squoosh_png.js': decoder };
