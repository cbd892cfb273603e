/**
 * The layers in a text that lists them, each as it is written there: with commas, arrows, plus signs or bullets, or in
 * a `Sequential`.
 *
 * @example layersInText('nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU())') // ['nn.Conv2d(1, 8, 3)', 'nn.ReLU()']
 * @example layersInText('max_pool -> relu') // ['max_pool', 'relu']
 */
export function layersInText(text: string): string[] {
  const [, written = text] =
    /^(?:\w+\.)*(?:Sequential|ModuleList)\((\[[\s\S]*\]\s*\*\s*\d+|\[?[\s\S]*?\]?)\)$/.exec(text.trim()) ??
    [];
  const inner = /[x×*]\s*\d+$|^\d+\s*[x×*]/.test(written)
    ? written
    : written.replace(/^[[(]([\s\S]*)[\])]$/, '$1');
  const [, before, list, times = before] =
    /^(?:(\d{1,2})\s*[x×*]\s*)?\[([\s\S]*)\](?:\s*[x×*]\s*(\d{1,2}))?$/.exec(inner.trim()) ?? [];
  if (list !== undefined && times !== undefined)
    return Array.from({ length: Number(times) }, () => layersInText(list)).flat();
  const parts = [''];
  let open = 0;
  for (const piece of inner.split(SEPARATORS)) {
    if (/^[([{]$/.test(piece)) open++;
    if (/^[)\]}]$/.test(piece)) open--;
    if (open === 0 && SEPARATOR.test(piece)) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  const given = parts.map((part) => part.trim()).filter((part) => part !== '');
  const [only] = given;
  // A list without dashes is one text.
  return given.length === 1 &&
    /^[\w.]+(\s+[\w.]+)+$/.test(only!) &&
    !TIMES.test(only!) &&
    !/\s[\d.]+(?=\s|$)/.test(only!)
    ? only!.split(/\s+/)
    : given;
}

/** `max_pool x 4`, `max_pool 4` or `4 × max_pool`. */
export const TIMES =
  /^(?:(?<word>.*?[^\s\d])(?:\s*[x×*]\s*|\s+)(?<times>\d+)|(?<before>\d+)\s*[x×*]\s*(?<after>\D.*))$/;

const SIGNS = String.raw`->|→|=>|[,;|+•—–]|(?:^|\s)-(?!>)|(?:^|\s)\d+[.)]\s`;
const SEPARATORS = new RegExp(`([()[\\]{}]|${SIGNS})`);
const SEPARATOR = new RegExp(`^(?:${SIGNS})$`);
