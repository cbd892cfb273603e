import { render } from 'preact';
import { createController } from './controller.ts';
import { fromFragment } from './fragment.ts';
import type { PageData } from './given.ts';
import { initialState, type Language, type PageState, settingOf } from './state.ts';
import { textsOf } from './texts/texts.ts';
import { App } from './views/app.tsx';
import { type PageContext, ThisPage } from './views/context.ts';
import { atClaim } from './views/guided_path.tsx';

/** The program of the worker, as text: the build writes it here. A page that was opened from disk may not load it. */
declare const __WORKER__: string;

/** The experiment that the page begins with. */
const FIRST_EXPERIMENT = 'circle';

const data = JSON.parse(document.getElementById('data')!.textContent!) as PageData;
const program = URL.createObjectURL(new Blob([__WORKER__], { type: 'text/javascript' }));
const base = location.href.replace(/[?#].*$/s, '').replace(/[^/]*$/, '');
const workerSetup = { base, parts: data.parts, shipped: data.shipped };
const root = document.getElementById('page')!;

const first = data.experiments.find(({ name }) => name === FIRST_EXPERIMENT) ?? data.experiments[0]!;
const ownLanguage: Language = navigator.language.startsWith('tr') ? 'tr' : 'en';
const fresh = initialState(settingOf(first.name, first.text, ownLanguage));
let address = location.hash;
const setting = await settingOfAddress(address);

let context: PageContext | undefined;
const controller = createController(
  setting ? initialState(setting) : address === '#path' ? atClaim(fresh, 0) : fresh,
  () => new Worker(program),
  workerSetup,
  drawPage,
);

function drawPage(state: PageState): void {
  const language = state.setting.language ?? 'en';
  document.documentElement.lang = language;
  render(
    <ThisPage.Provider value={contextIn(language)}>
      <App state={state} />
    </ThisPage.Provider>,
    root,
  );
}

/** The same object as long as the language stays: another one would draw all views anew. */
function contextIn(language: Language): PageContext {
  if (context?.language !== language) context = { controller, data, language, texts: textsOf(language) };
  return context;
}

// The event has the address that was meant: meanwhile the page may have written its own over it.
window.addEventListener('hashchange', async ({ newURL }) => {
  const meant = new URL(newURL).hash;
  address = meant;
  const given = await settingOfAddress(meant);
  if (given && address === meant) controller.change((before) => ({ ...before, setting: given }));
});

/** The setting of an address: what its fragment holds, or a shipped experiment that it names (`#two-dots`). */
async function settingOfAddress(fragment: string) {
  const named = data.experiments.find(({ name }) =>
    [name, encodeURIComponent(name)].includes(fragment.slice(1)),
  );
  return named ? settingOf(named.name, named.text, ownLanguage) : fromFragment(fragment);
}
