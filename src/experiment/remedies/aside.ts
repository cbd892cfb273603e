import { templateMistake } from '../text/templates.ts';

/**
 * The text to write for a value that has something around it: a comment of another language, curly quotes, or what another
 * tool was to fill in. Undefined for any other.
 *
 * @example asideOf('3 // pixels') // '3 # pixels'
 * @example asideOf('“3”') // '3'
 */
export function asideOf(text: string): string | undefined {
  const template = templateMistake(text);
  if (template) return 'the value itself, since nothing fills this in';
  const [, before, after] =
    /^(\S(?:.*?\S)??)(?:\s+(?:\/\/|\/\*|--)\s*|\s*#\s*)(.*?)\s*(?:\*\/)?$/.exec(text) ?? [];
  if (before !== undefined) return `${before} # ${after}`.trimEnd();
  return /^[“”„‟‘’‚«»‹›](.*)[“”„‟‘’‚«»‹›]$/.exec(text)?.[1];
}
