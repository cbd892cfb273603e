import { escaped } from '../picture/svg.ts';

interface DocumentHead {
  /** The content security policy. */
  policy: string;
  title: string;
  /** The style sheet, which the policy names by its hash. */
  style: string;
  /** Further elements, a line each. */
  further?: readonly string[];
}

/** The lines of an HTML page down to the end of its head. */
export function documentHead({ policy, title, style, further = [] }: DocumentHead): string[] {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ...further,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
  ];
}
