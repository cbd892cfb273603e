import { expect, test } from 'vitest';
import { askedAnew, askedOf } from '../../src/playground/asked.ts';
import { initialState, type PageState, type Setting, settingOf } from '../../src/playground/state.ts';

const text = 'image: circle\nshift: { max: 1 }\npool: max_pool\n';
const state = (change: Partial<Setting> = {}, files: PageState['files'] = none): PageState => ({
  ...initialState({ ...settingOf('a', text), second: 'layers: [relu]\n', ...change }),
  files,
});
const none: PageState['files'] = [];
const asked = (stack: 0 | 1, given: PageState) => askedOf(given, stack)!;

test.each<[string, PageState, ('all' | 'held' | undefined)[]]>([
  ['nothing', state({ at: 1, language: 'tr' }), [undefined, undefined]],
  ['the shift', state({ shift: [0, 1] }), ['held', 'held']],
  [
    'the traced cell, which the first stack alone has',
    state({ trace: { at: 1, y: 0, x: 0 } }),
    ['held', undefined],
  ],
  ['the variant, which the first stack alone has', state({ variant: 1 }), ['all', undefined]],
  ['the picture', state({ picture: 1 }), ['all', 'all']],
  ['the layers of the second stack', state({ second: 'layers: [abs]\n' }), [undefined, 'all']],
  ['the name of the results', state({ name: 'b' }), ['all', 'all']],
  ['the files', state({}, []), ['all', 'all']],
])('is asked anew after a change of %s', (_, changed, expected) => {
  expect(([0, 1] as const).map((stack) => askedAnew(asked(stack, state()), asked(stack, changed)))).toEqual(
    expected,
  );
});

test('all is asked of a stack at first, and nothing where there is no second one', () => {
  expect(askedAnew(undefined, asked(0, state()))).toBe('all');
  expect(askedOf(state({ second: undefined }), 1)).toBe(undefined);
});
