import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Claim, lessonClaims } from '../path/claims.ts';
import { NO_RESULTS, type PageState, settingOf } from '../state.ts';
import { Button } from './button.tsx';
import { usePage } from './context.ts';

/**
 * The state of the page at one claim of the path: its file, its second file, its shift and its step; nothing is
 * computed yet.
 */
export function atClaim(state: PageState, claim: number): PageState {
  const { name, text, second, shift, at } = lessonClaims[claim] as Claim;
  const setting = {
    ...settingOf(name, text, state.setting.language),
    second,
    shift: [shift[0], shift[1]] as const,
    at,
    path: { claim },
  };
  return { ...state, setting, results: [state.results[0], NO_RESULTS[1]] };
}

/** The guided path through the claims of the lesson: each a state of the page, with a question. */
export function GuidedPath({ state }: { state: PageState }): JSX.Element | null {
  const { controller, language, texts } = usePage();
  const { path } = state.setting;
  const [open, setOpen] = useState<number | undefined>(undefined);
  if (!path) return null;
  const { claim } = path;
  const one = lessonClaims[claim] ?? lessonClaims[0]!;
  const words = one.words[language];
  const say = texts.path;
  const last = lessonClaims.length - 1;
  const go = (to: number) => controller.open((before) => atClaim(before, Math.min(last, Math.max(0, to))));
  return (
    <section class="path" aria-label={words.title}>
      <p class="path-head">
        <span class="quiet">{say.of(claim + 1, lessonClaims.length)}</span>
        <b>{words.title}</b>
      </p>
      <p>{words.claim}</p>
      <p class="question">{words.question}</p>
      {open === claim && <p class="answer">{words.answer}</p>}
      <p class="actions">
        <Button aria-disabled={claim === 0} words={say.before} act={() => go(claim - 1)} />
        <Button class="strong" aria-disabled={claim === last} words={say.next} act={() => go(claim + 1)} />
        <Button
          aria-expanded={open === claim}
          words={say.answer}
          act={() => setOpen(open === claim ? undefined : claim)}
        />
        <Button words={say.again} act={() => go(claim)} />
        <Button class="link" words={say.end} act={() => controller.set({ path: undefined })} />
      </p>
    </section>
  );
}
