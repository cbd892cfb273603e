import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Claim, lessonClaims } from '../path/claims.ts';
import { type Language, NO_RESULTS, type PageState, settingOf, withSetting } from '../state.ts';
import { usePage } from './context.ts';

const PATH_WORDS = {
  en: {
    of: 'of',
    before: 'Back',
    next: 'Next',
    again: 'From the start of this step',
    answer: 'What one finds',
    end: 'Leave the path',
  },
  tr: {
    of: '/',
    before: 'Geri',
    next: 'İleri',
    again: 'Bu adımın başına dön',
    answer: 'Ne görülür?',
    end: 'Yoldan çık',
  },
} as const satisfies Record<Language, object>;

/** The state of a step of the path. */
export function atClaim(state: PageState, claim: number, language: Language): PageState {
  const { name, text, second, shift, at } = lessonClaims[claim] as Claim;
  const setting = {
    ...settingOf(name, text),
    second,
    shift: [shift[0], shift[1]] as const,
    at,
    path: { claim, language },
  };
  return { ...state, setting, results: [state.results[0], NO_RESULTS[1]] };
}

/** The guided path through the claims of the lesson: each a state of the page, with a question. */
export function GuidedPath({ state }: { state: PageState }): JSX.Element | null {
  const { controller } = usePage();
  const { path } = state.setting;
  const [open, setOpen] = useState<number | undefined>(undefined);
  if (!path) return null;
  const { claim, language } = path;
  const one = lessonClaims[claim] ?? lessonClaims[0]!;
  const words = one.words[language];
  const say = PATH_WORDS[language];
  const go = (to: number, speak = language) => controller.change((before) => atClaim(before, to, speak));
  const speak = (given: Language) =>
    controller.change((before) => withSetting(before, { path: { claim, language: given } }));
  return (
    <section class="path" lang={language} aria-label={words.title}>
      <p class="path-head">
        <span class="quiet">
          {claim + 1} {say.of} {lessonClaims.length}
        </span>
        <b>{words.title}</b>
        <span class="languages">
          {(['en', 'tr'] as const).map((one) => (
            <button
              key={one}
              type="button"
              class="link"
              lang={one}
              aria-pressed={one === language}
              onClick={() => speak(one)}
            >
              {one === 'en' ? 'English' : 'Türkçe'}
            </button>
          ))}
        </span>
      </p>
      <p>{words.claim}</p>
      <p class="question">{words.question}</p>
      {open === claim && <p class="answer">{words.answer}</p>}
      <p class="actions">
        <button type="button" disabled={claim === 0} onClick={() => go(claim - 1)}>
          {say.before}
        </button>
        <button
          type="button"
          class="strong"
          disabled={claim === lessonClaims.length - 1}
          onClick={() => go(claim + 1)}
        >
          {say.next}
        </button>
        <button
          type="button"
          aria-expanded={open === claim}
          onClick={() => setOpen(open === claim ? undefined : claim)}
        >
          {say.answer}
        </button>
        <button type="button" onClick={() => go(claim)}>
          {say.again}
        </button>
        <button
          type="button"
          class="link"
          onClick={() => controller.change((before) => withSetting(before, { path: undefined }))}
        >
          {say.end}
        </button>
      </p>
    </section>
  );
}
