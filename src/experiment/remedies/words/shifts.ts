import type { Aliases } from './alias_of.ts';

export const shiftOptionWords: Aliases = {
  max: 'maximum maxshift range amount distance n pixels size radius by magnitude limit value enfazla encok',
  x: 'dx horizontal width cols columns widthshiftrange',
  y: 'dy vertical height rows heightshiftrange',
  list: 'shifts offsets values explicit at positions points',
  path: 'direction axis line along diagonal',
  step: 'steps stride increment delta subpixel',
  fill_mode:
    'fill mode padding paddingmode pad border bordermode boundary edge edges doldurma doldurmamodu kenar',
  fill_value: 'cval constantvalue value background padvalue',
  distribution: 'dist law sampling',
  interpolation: 'interp order resample',
  frame: 'crop window view canvas',
};
