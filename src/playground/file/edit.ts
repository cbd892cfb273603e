import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import type { Path } from '../../experiment/text/source.ts';

/** A change of the experiment file. What is not changed keeps its comments and its order. */
export type Edit =
  /** Sets a value; undefined takes the key away. A key that is swept is set instead, as `--set` does. */
  | { edit: 'set'; path: Path; value: unknown }
  | { edit: 'insert'; list: Path; at: number; value: unknown }
  | { edit: 'remove'; list: Path; at: number }
  | { edit: 'move'; list: Path; from: number; to: number };

/** The text with a change; undefined where it cannot be parsed. */
export function edited(text: string, edit: Edit): string | undefined {
  const document = parsedDocument(text);
  if (!document) return undefined;
  apply(document, edit);
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}

/** The object that the text holds, as plain data; undefined where it cannot be parsed, or holds a list or one value. */
export function valueOfText(text: string): Record<string, unknown> | undefined {
  const value = parsedDocument(text)?.toJS({ maxAliasCount: 100 });
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** The value of a short text, as a field of a form takes it; undefined where it cannot be parsed. */
export function valueOfField(text: string): { value: unknown } | undefined {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : { value: document.toJS({ maxAliasCount: 0 }) };
}

/** A value as a field shows it, on one line. @example fieldText([3, 4]) // '[3, 4]' */
export function fieldText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string' && valueOfField(value)?.value === value) return value;
  return JSON.stringify(value).replaceAll(/([,:])(?=[^\s])/g, '$1 ');
}

function parsedDocument(text: string): Document | undefined {
  const document = parseDocument(text, { strict: true });
  return document.errors.length > 0 ? undefined : document;
}

function apply(document: Document, edit: Edit): void {
  if (edit.edit === 'set') {
    setValue(document, edit.path, edit.value);
    return;
  }
  const list = document.getIn(edit.list, true);
  if (!isSeq(list)) return;
  const { items } = list as YAMLSeq;
  if (edit.edit === 'insert') items.splice(edit.at, 0, flowNode(document, edit.value));
  else if (edit.edit === 'remove') items.splice(edit.at, 1);
  else items.splice(edit.to, 0, ...items.splice(edit.from, 1));
}

function setValue(document: Document, path: Path, value: unknown): void {
  unsweep(document, path);
  if (value === undefined) {
    if (document.hasIn(path)) document.deleteIn(path);
    return;
  }
  for (const length of path.keys()) if (length > 0) openKind(document, path.slice(0, length));
  const before = document.getIn(path, true);
  const isPlain = typeof value !== 'object' || value === null;
  if (isScalar(before) && isPlain) {
    // The node stays, and with it its comment.
    before.value = value;
    delete before.source;
    return;
  }
  document.setIn(path, isPlain ? value : flowNode(document, value));
}

/** Writes a kind that is its name alone as an object with `type`, so that it can have options. */
function openKind(document: Document, path: Path): void {
  const node = document.getIn(path, true);
  if (isScalar(node) && typeof node.value === 'string')
    document.setIn(path, flowNode(document, { type: node.value }));
  else if (node === undefined || (isScalar(node) && node.value === null))
    document.setIn(path, flowNode(document, {}));
}

/** Takes a key, and all below it, out of the sweep. */
function unsweep(document: Document, path: Path): void {
  const sweep = document.get('sweep', true);
  if (!isMap(sweep)) return;
  const key = path.join('.');
  const within = (swept: string) =>
    swept === key || swept.startsWith(`${key}.`) || key.startsWith(`${swept}.`);
  sweep.items = sweep.items.filter((item) => !within(String(isScalar(item.key) ? item.key.value : item.key)));
  if (sweep.items.length === 0) document.delete('sweep');
}

function flowNode(document: Document, value: unknown) {
  return document.createNode(value, { flow: true });
}
