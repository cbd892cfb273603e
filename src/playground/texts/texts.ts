import type { Language } from '../state.ts';
import { english, type Texts } from './english.ts';
import { inTurkish } from './in_turkish.ts';
import { turkish } from './turkish.ts';
import { turkishMeanings } from './turkish_meanings.ts';

const texts: Readonly<Record<Language, Texts>> = { en: english, tr: turkish };

/** The texts of a language. */
export function textsOf(language: Language): Texts {
  return texts[language];
}

/** What an option means, in a language. @param meaning as the schema says it, in English */
export function meaningIn(language: Language, meaning: string): string {
  return language === 'en' ? meaning : turkishMeanings[meaning]!;
}

/** What a column of a table means, in a language. @param meaning as the table says it, in English */
export function columnMeaningIn(language: Language, meaning: string): string {
  return language === 'en' ? meaning : inTurkish(meaning);
}

/** Each language by its own name, in the order of the page. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', tr: 'Türkçe' };
