import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Controller } from '../controller.ts';
import type { PageData } from '../given.ts';
import type { Language } from '../state.ts';
import type { Texts } from '../texts/english.ts';

/** What every view can reach: the state's controller, and what the build wrote into the page. */
export interface PageContext {
  controller: Controller;
  data: PageData;
  language: Language;
  texts: Texts;
}

export const ThisPage = createContext<PageContext | undefined>(undefined);

/** What the views of this page share. */
export function usePage(): PageContext {
  return useContext(ThisPage)!;
}
