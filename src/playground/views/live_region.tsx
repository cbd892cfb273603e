import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { mappedStep, type PageState } from '../state.ts';
import type { Texts } from '../texts/english.ts';
import { usePage } from './context.ts';
import { classInWords, shiftInWords, stepName } from './words.ts';

/** Milliseconds without a change before a screen reader reads the text. */
const REST = 400;

/** Milliseconds that a notice stays. */
const NOTICE = 4000;

/** Says to screen readers what the eye sees: the shift, and at each depth the class and whether it matches. */
export function LiveRegion({ state }: { state: PageState }): JSX.Element {
  const { controller, texts } = usePage();
  const words = state.notice ?? heldInWords(state, texts);
  const { notice } = state;
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => controller.say(undefined), NOTICE);
    return () => clearTimeout(timer);
  }, [controller, notice]);
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), REST);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <>
      <p class="hidden" role="status" aria-live="polite">
        {said}
      </p>
      {state.notice && <p class="notice">{state.notice}</p>}
    </>
  );
}

function heldInWords({ setting, results: [first] }: PageState, texts: Texts): string {
  const { held } = first;
  if (!held) return '';
  const steps = held.steps.slice(1).map((step) => {
    const words = classInWords(step, mappedStep(first, step.step), setting.shift, texts);
    return `${stepName(step, texts).replace(' · ', ', ')}: ${words}`;
  });
  return texts.scene.said(shiftInWords(setting.shift, texts), steps.join('. '));
}
