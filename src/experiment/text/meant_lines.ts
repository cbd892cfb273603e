import { count } from '../../core/error.ts';
import { listedLayers } from '../remedies/layers.ts';
import { spacedFlow } from './flow_text.ts';
import { lineAt } from './yaml_rules.ts';

/** A line that is right in another language, with what to write instead. */
export function slipOf(line: string): { problem: string; remedy: string } | undefined {
  if (/^\s*(```|~~~)/.test(line))
    return { problem: 'this line is Markdown', remedy: 'remove it; the file holds the experiment alone' };
  if (/^\s*(?:import \w|from \w+ import\b|def \w+\(|print\(|>>> |\$ |#include|let |var )/.test(line))
    return { problem: 'this line is of a program', remedy: 'remove it; the file holds the experiment alone' };
  const [, said] = /^\s*(?:;+|--|%+|REM|\(\*)\s+(\S.*)$/.exec(line) ?? [];
  if (said !== undefined) return { problem: 'a comment begins with "#"', remedy: `write # ${said}` };
  const [, label, inside] = /^\s*([a-z_][\w.]*:)\s+'([^"\\]*\w'\w[^"\\]*)'$/.exec(line) ?? [];
  if (label !== undefined)
    return { problem: 'an apostrophe ends a text in single quotes', remedy: `write ${label} "${inside}"` };
  const [, path, item, below] = /([a-z_][\w.]*)\[(\d+)\]((?:\.\w+)*):/.exec(line) ?? [];
  if (path !== undefined)
    return { problem: 'a path has points, no brackets', remedy: `write ${path}.${item}${below}` };
  const [, key, value] = /^\s*([a-z_][\w.]*)\s*=\s*(\S.*)$/.exec(line) ?? [];
  if (key !== undefined)
    return { problem: 'a colon and a space belong after a key', remedy: `write ${key}: ${value}` };
  const [, name, rest] = /^\s*(?:- )?([a-z_][\w.]*):([^\s:/].*)$/.exec(line) ?? [];
  if (name !== undefined)
    return { problem: 'a space belongs after the colon', remedy: `write ${name}: ${spacedFlow(rest!)}` };
  const [, kept, sign] = /^\s*(.*[^\s,;])\s*([,;])$/.exec(line) ?? [];
  if (kept !== undefined && /^"?[a-z_][\w.]*"?:/.test(kept))
    return {
      problem: `no ${sign === ',' ? 'comma' : 'semicolon'} belongs at the end of this line`,
      remedy: `write ${kept}`,
    };
  return undefined;
}

/** `layers: [max_pool] * 4` as the list that it means; undefined for any other line. */
export function repeatedList(line: string): string | undefined {
  const [, list] = /^\s*layers:\s*(\[.*\]\s*[*x×]\s*\d+)$/.exec(line) ?? [];
  const layers = list && listedLayers(list);
  return layers && `write layers: ${layers}`;
}

/** A key without a colon, alone in its line or with its value behind it. */
export function keyWithColon(line: string): string | undefined {
  const [, key, value = ''] = /^\s*(?:- )?([a-z_][\w.]*)(\s+[^\s:][^:]*)?$/.exec(line) ?? [];
  return key && `write ${key}:${value && ` ${value.trim()}`}`;
}

/**
 * The text to write for a text in double quotes with a backslash: a path with slashes, which every system understands.
 *
 * @example escapedText('dir: "C:\\a\\b"', 0) // 'write "C:/a/b"'
 */
export function escapedText(text: string, offset: number): string {
  const line = lineAt(text, offset);
  const [path] = line.match(/"(?:[a-z]:)?[\w .\\-]*\\[\w .\\-]*"/i) ?? [];
  return path === undefined ? 'a backslash is written \\\\' : `write ${path.replaceAll(/\\+/g, '/')}`;
}

/** What to write for a key that begins in another column than the key above it; undefined for any other mistake. */
export function columnOfKeys(message: string, text: string, offset: number): string | undefined {
  if (!/^(All mapping items must start|Sequence item without - indicator)/.test(message)) return undefined;
  const above = text.slice(0, text.lastIndexOf('\n', offset)).trimEnd();
  const [, lead] = /^([\s-]*)[\w.]+:/.exec(above.slice(above.lastIndexOf('\n') + 1)) ?? [];
  const line = lineAt(text, offset).trim();
  if (lead === undefined || line === '') return undefined;
  return `write "${line}" ${behindSpaces(lead)}`;
}

/** What to write for an item of a list without a dash, or with one in another column; undefined for any other line. */
export function itemWithDash(text: string, offset: number): string | undefined {
  const line = lineAt(text, offset).trim();
  const [, key, only] = /^(layers|measures|tables):\s+- ([^:]+)$/.exec(line) ?? [];
  if (only !== undefined) return `write ${key}: [${only}]`;
  const above = text.slice(0, text.lastIndexOf('\n', offset - 1) + 1);
  const lead = [...above.matchAll(/^([^\S\n]*)- /gm)].at(-1)?.[1];
  const isItem =
    /^(?:- )?[a-z_]\w*$/.test(line) && /^\s*(?:- |\w+:\s)/.test(above.trimEnd().split('\n').at(-1)!);
  return lead === undefined || !isItem
    ? undefined
    : `write "- ${line.replace('- ', '')}" ${behindSpaces(lead)}`;
}

/** How far a line is indented, in words. @example behindSpaces('  ') // 'after 2 spaces' */
export function behindSpaces(lead: string): string {
  return lead === '' ? 'without spaces before it' : `after ${count(lead.length, 'space')}`;
}

/** The layers of a network as PyTorch prints it, a line for each, and where it begins; undefined for any other text. */
export function printedNetwork(text: string): { layers: string; offset: number } | undefined {
  const begin = /[\w.]+\(\s*\n\s*\(\w+\): /.exec(text);
  if (!begin) return undefined;
  const lines = text.slice(begin.index).matchAll(/^\s*\(\w+\): (\w.*\))\s*$/gm);
  const layers = listedLayers([...lines].map(([, layer]) => layer).join(', '));
  return {
    layers: layers ?? '[{ type: model, path: model.onnx }], with the network exported as ONNX',
    offset: begin.index,
  };
}

/** The text to write for a key that is indented below a value: the name of its kind, or an option beside which it belongs. */
export function optionBelowKind(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, spaces, dash, key, type, option, value] =
    /^(\s*)(- )?(?:(\w+):\s+)?([\w.]+)[^\S\n]*\n\s+(\w+):[^\S\n]*(\S[^\n]*)?/.exec(text.slice(start)) ?? [];
  if (type === undefined || option === undefined || (dash ?? key) === undefined) return undefined;
  if (key !== undefined && !HOLDS_KIND.test(key))
    return value && `write "${option}: ${value.trim()}" ${behindSpaces(`${spaces}${dash ?? ''}`)}`;
  const before = key === undefined || key === 'type' ? '' : `${key}: `;
  const more = option === 'type' ? '' : `, ${option}: ${value?.trim() ?? '…'}`;
  return `write ${dash ?? ''}${before}{ type: ${option === 'type' ? (value?.trim() ?? type) : type}${more} }`;
}

/** Keys whose value is a kind, or its name. */
const HOLDS_KIND = /^(image|against|pool|compare|type)$/;
