/** How a table is shown. */
export interface TableView {
  /** The column that rows are sorted by; undefined: the order of the file. */
  sort?: string | undefined;
  descending?: boolean | undefined;
  filter?: string | undefined;
  /** The column by whose values rows are grouped. */
  group?: string | undefined;
  /** Whether columns with one value are hidden. */
  varying?: boolean | undefined;
}

/** All that a reader has chosen on the page. It is written into the address, so a link shows the same. */
export interface ReportState {
  /** The words that experiments are searched for. */
  search: string;
  /** The verdicts that are shown; empty: all. */
  verdicts: string[];
  /** By experiment. */
  tables: Record<string, TableView>;
  /** By experiment: the names of the two variants that are compared. */
  pins: Record<string, [string, string]>;
}

/** The element that an address names, and the state behind it: `#circle-range?verdicts=fails`. */
export function readAddress(hash: string): { target: string; state: ReportState } {
  const [target = '', query = ''] = hash.replace(/^#/, '').split('?');
  const given = new URLSearchParams(query);
  const state: ReportState = {
    search: given.get('search') ?? '',
    verdicts: (given.get('verdicts') ?? '').split(' ').filter((word) => word !== ''),
    tables: {},
    pins: {},
  };
  for (const [key, value] of given) {
    const [what, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
    if (what === 'table') state.tables[name] = parsedOr(value, {});
    if (what === 'pin') state.pins[name] = parsedOr(value, ['', '']);
  }
  return { target: decodedOr(target), state };
}

/**
 * The end of the page's address that holds a state.
 *
 * @param target the id of the element that it names
 * @example addressOf('circle', { search: 'blur', verdicts: [], tables: {}, pins: {} }) // '#circle?search=blur'
 */
export function addressOf(target: string, { search, verdicts, tables, pins }: ReportState): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('search', search);
  if (verdicts.length > 0) query.set('verdicts', verdicts.join(' '));
  for (const [name, view] of Object.entries(tables))
    if (Object.values(view).some((value) => value)) query.set(`table.${name}`, JSON.stringify(view));
  for (const [name, pair] of Object.entries(pins)) query.set(`pin.${name}`, JSON.stringify(pair));
  const text = query.toString();
  return `#${encodeURIComponent(target)}${text === '' ? '' : `?${text}`}`;
}

/** An address may be cut or written by hand. */
function parsedOr<T>(text: string, otherwise: T): T {
  try {
    const value = JSON.parse(text) as T;
    return Array.isArray(value) === Array.isArray(otherwise) &&
      typeof value === typeof otherwise &&
      value !== null
      ? value
      : otherwise;
  } catch {
    return otherwise;
  }
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
