import { type Document, isMap, isScalar, type Node, visit, type YAMLError } from 'yaml';
import { count, quoted } from '../../core/error.ts';
import { type Mistake, nearest } from '../../core/mistake.ts';
import { listedLayers } from '../remedies/layers.ts';
import { commentBefore, yamlComment } from './comments.ts';
import { closed, withCommas } from './flow_text.ts';
import { indentedTopKey } from './indented_top_key.ts';
import { templateMistake } from './templates.ts';
import { COMMENT, lineAt, quotedText } from './yaml_rules.ts';

const TAGS = ['!!str', '!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map'];

/** A syntax error of the library as a mistake in everyday words, and the offset where the reader should look. */
export function explainSyntaxError(
  { code, message, pos: [offset] }: YAMLError,
  text: string,
  document: Document.Parsed,
): { mistake: Mistake; offset: number } {
  const here = (problem: string, more: Mistake = {}) => ({ mistake: { problem, ...more }, offset });
  if (/end with a [\]}]$/.test(message)) {
    const bracket = message.at(-1)!;
    const what = bracket === ']' ? 'list' : 'object';
    const start = openedBefore(document, text, bracket, offset);
    // The next line may belong to it and only be indented too little.
    const end = text.slice(0, offset).trimEnd().length;
    const dedented = code === 'BAD_INDENT' && /^[^\S\n]*\n/.test(text.slice(end));
    const or = dedented ? ', or its lines further to the right' : '';
    const whole = closed(/^[^\n]*/.exec(text.slice(start))![0]);
    const mistake = { problem: `this ${what} is not closed`, expected: `"${bracket}"${or}` };
    return { mistake: { ...mistake, remedy: whole && `write ${whole}` }, offset: start };
  }
  if (message.startsWith('Missing closing')) {
    const quote = message.startsWith('Missing closing "') ? '"' : "'";
    const begin = quotedBefore(document, offset);
    const line = /^[^\n]*/.exec(text.slice(begin))![0].trim();
    const [inside] = /[\]}]$/.test(line) ? /^[^,\]}]*/.exec(line)! : [line];
    const remedy = inside.length > 1 ? `write ${inside.trim()}${quote}` : undefined;
    const mistake = { problem: 'this text is not closed', expected: `${quote} at its end`, remedy };
    return { mistake, offset: begin };
  }
  const comment = commentBefore(text, offset);
  if (comment >= 0) {
    const remedy = `write ${yamlComment(text, comment)}`;
    return { mistake: { problem: COMMENT, remedy }, offset: comment };
  }
  const template = templateMistake(lineAt(text, offset));
  if (template) return { mistake: template, offset };
  if (message.startsWith('Tabs are not allowed as indentation')) {
    const line = lineAt(text, offset).trim();
    return here('a tab cannot indent', {
      remedy: line === '' ? 'use spaces' : `write "${line}" after 2 spaces`,
    });
  }
  const network = printedNetwork(text);
  if (network)
    return {
      mistake: {
        problem: 'this is a network as PyTorch prints it',
        remedy: `write layers: ${network.layers}`,
      },
      offset: network.offset,
    };
  const [first, deep, key, less] = /^([ \t]+)([\w.]+:[^\n]*)\n([ \t]*)(?=[\w.]+:)/.exec(text) ?? [];
  if (first !== undefined && offset === first.length && less!.length < deep!.length) {
    const blanks = less === '' ? 'without blanks' : `with ${count(less!.length, 'blank')}`;
    const remedy = `write ${key!.trim()}, ${blanks} in front of it`;
    return { mistake: { problem: 'the keys at the top must begin in the same column', remedy }, offset: 0 };
  }
  const slip = slipOf(lineAt(text, offset));
  if (slip !== undefined) return here(slip.problem, { remedy: slip.remedy });
  const indented = indentedTopKey(text, offset);
  if (indented) return indented;
  const misplaced = optionBelowKind(text, offset);
  if (misplaced !== undefined) return here('this line is indented below a value', { remedy: misplaced });
  const column = columnOfKeys(message, text, offset);
  if (column !== undefined)
    return here('the keys of one object must begin in the same column', { remedy: column });
  const known = WORDS.find(([start]) => message.startsWith(start));
  if (known) {
    const [, colon] =
      (message.startsWith('Nested mappings') && /^(\S[^\n#]*?: [^\n]*)/.exec(text.slice(offset))) || [];
    const [, type, options] = /^(\w+),\s*(\w+: [^\n]*)$/.exec(colon?.trim() ?? '') ?? [];
    if (type !== undefined)
      return here('a kind with options needs braces', { remedy: `write { type: ${type}, ${options} }` });
    if (colon !== undefined) return here(...aboutColon(text, offset, colon.trim()));
    if (message.startsWith('Comments must')) {
      const line = lineAt(text, offset);
      const at = offset - text.lastIndexOf('\n', offset - 1) - 1;
      return here(known[1], { remedy: `write ${line.slice(0, at).trim()} ${line.slice(at)}` });
    }
    const separated = commas(text, offset) ?? keyWithColon(lineAt(text, offset));
    return here(known[1], { remedy: separated });
  }
  switch (code) {
    case 'TAG_RESOLVE_FAILED': {
      const tag = wordAt(text, offset);
      const line = lineAt(text, offset);
      const rest = /^\S+\s+([^\s{].*)$/.exec(line.slice(line.indexOf(tag.slice(0, 20))))?.[1];
      const before = line.slice(0, line.indexOf(tag)).replace(/^[\s-]+/, '');
      const remedy = rest === undefined ? 'experiments need none' : `write ${before}${rest}, without the tag`;
      return here(`unknown tag ${tag}`, { meant: nearest(tag, TAGS), remedy });
    }
    case 'BAD_SCALAR_START':
      return here(`a text cannot begin with ${quoted(text.charAt(offset))}`, {
        remedy: quotedText(lineAt(text, offset)) ?? inQuotes(text.slice(offset)),
      });
    case 'BAD_DQ_ESCAPE':
      return here(`unknown escape ${text.slice(offset, offset + 2)}`, { remedy: escapedText(text, offset) });
    case 'UNEXPECTED_TOKEN':
      return here(`did not expect ${quoted(wordAt(text, offset))} here`, {
        remedy:
          quotedText(lineAt(text, offset)) ??
          repeatedList(lineAt(text, offset)) ??
          commas(text, offset) ??
          (text[offset] === ',' ? 'leave it out' : undefined),
      });
    default:
      return here(`this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`);
  }
}

/** What is wrong with a colon inside a value, and what to write: an object where one belongs, else a text in quotes. */
function aboutColon(text: string, offset: number, value: string): [problem: string, more: Mistake] {
  const [, section = ''] =
    /([\w.]+):\s*$/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)) ?? [];
  const bare = value.includes('{') ? value : value.replace(/\s*\}$/, '');
  const inside = bare.replace(/^\((.*)\)$/, '$1');
  const [, kind, options] = /^(\w+):\s*\{\s*(\S.*?)\s*\}$/.exec(value) ?? [];
  if (KINDS_OF.includes(section) && kind !== undefined)
    return ['a kind with options needs braces', { remedy: `write { type: ${kind}, ${options} }` }];
  if (OBJECTS.includes(section) && /^\w+: [^:]*$/.test(inside))
    return ['an object in one line needs braces', { remedy: `write { ${inside} }` }];
  return ['a text that holds a colon and a space needs quotes', { remedy: `write ${JSON.stringify(value)}` }];
}

/** The sections that hold a kind. */
const KINDS_OF = ['image', 'against', 'pool', 'compare'];

/** The sections whose value is an object. */
const OBJECTS = ['image', 'against', 'shift', 'pool', 'compare', 'baseline', 'sweep'];

/** The object or the list of a line with the commas that it lacks, as what to write. */
function commas(text: string, offset: number): string | undefined {
  const [flow] = /[{[].*[}\]]/.exec(lineAt(text, offset)) ?? [];
  const whole = flow && withCommas(flow);
  return whole && `write ${whole}`;
}

/** `layers: [max_pool] * 4` as the list that it means; undefined for any other line. */
function repeatedList(line: string): string | undefined {
  const [, list] = /^\s*layers:\s*(\[.*\]\s*[*x×]\s*\d+)$/.exec(line) ?? [];
  const layers = list && listedLayers(list);
  return layers && `write layers: ${layers}`;
}

/** A key without a colon, alone in its line or with its value behind it. */
function keyWithColon(line: string): string | undefined {
  const [, key, value = ''] = /^\s*(?:- )?([a-z_][\w.]*)(\s+[^\s:][^:]*)?$/.exec(line) ?? [];
  return key && `write ${key}:${value && ` ${value.trim()}`}`;
}

/** A line that is right in another language, with what to write instead. */
function slipOf(line: string): { problem: string; remedy: string } | undefined {
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
    return { problem: 'a space belongs after the colon', remedy: `write ${name}: ${rest}` };
  const [, kept, sign] = /^\s*(.*[^\s,;])\s*([,;])$/.exec(line) ?? [];
  if (kept !== undefined && /^"?[a-z_][\w.]*"?:/.test(kept))
    return {
      problem: `no ${sign === ',' ? 'comma' : 'semicolon'} belongs at the end of this line`,
      remedy: `write ${kept}`,
    };
  return undefined;
}

/** A text that begins with a sign of YAML as it is to be written; one in backticks is a plain one. */
function inQuotes(rest: string): string {
  const [text] = /^[^\n,\]}#]*/.exec(rest)!;
  const [, plain] = /^`([^`]+)`$/.exec(text.trim()) ?? [];
  return `write ${plain ?? JSON.stringify(text.trim())}`;
}

/** What to write for a text in double quotes with a backslash in it: a path has slashes on every system. */
function escapedText(text: string, offset: number): string {
  const line = lineAt(text, offset);
  const [path] = line.match(/"(?:[a-z]:)?[\w .\\-]*\\[\w .\\-]*"/i) ?? [];
  return path === undefined ? 'a backslash is written \\\\' : `write ${path.replaceAll(/\\+/g, '/')}`;
}

/** What to write for a key that begins in another column than the key above it; undefined for any other mistake. */
function columnOfKeys(message: string, text: string, offset: number): string | undefined {
  if (!/^(All mapping items must start|Sequence item without - indicator)/.test(message)) return undefined;
  const above = text.slice(0, text.lastIndexOf('\n', offset)).trimEnd();
  const [, lead] = /^([\s-]*)[\w.]+:/.exec(above.slice(above.lastIndexOf('\n') + 1)) ?? [];
  const line = lineAt(text, offset).trim();
  if (lead === undefined || line === '') return undefined;
  return `write "${line}" ${lead === '' ? 'without spaces before it' : `after ${count(lead.length, 'space')}`}`;
}

/** The layers of a network as PyTorch prints it, a line for each, and where it begins; undefined for any other text. */
function printedNetwork(text: string): { layers: string; offset: number } | undefined {
  const begin = /[\w.]+\(\s*\n\s*\(\w+\): /.exec(text);
  if (!begin) return undefined;
  const lines = text.slice(begin.index).matchAll(/^\s*\(\w+\): (\w.*\))\s*$/gm);
  const layers = listedLayers([...lines].map(([, layer]) => layer).join(', '));
  return {
    layers: layers ?? '[{ type: model, path: model.onnx }], with the network exported as ONNX',
    offset: begin.index,
  };
}

/** The text to write for an option that is indented below the name of its kind. */
function optionBelowKind(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, dash, key, type, option, value] =
    /^\s*(- )?(?:(\w+):\s+)?([\w.]+)[^\S\n]*\n\s+(\w+):[^\S\n]*(\S[^\n]*)?/.exec(text.slice(start)) ?? [];
  if (type === undefined || option === undefined || (dash ?? key) === undefined) return undefined;
  const before = key === undefined || key === 'type' ? '' : `${key}: `;
  const more = option === 'type' ? '' : `, ${option}: ${value?.trim() ?? '…'}`;
  return `write ${dash ?? ''}${before}{ type: ${option === 'type' ? (value?.trim() ?? type) : type}${more} }`;
}

/** Our words for messages of the library, by their beginnings. */
const WORDS = [
  ['Nested mappings are not allowed in compact', 'a value cannot hold a key'],
  ['Implicit map keys need to be followed', 'expected a colon and a space after a key'],
  ['Implicit keys need to be on a single line', 'a key must be on one line'],
  ['All mapping items must start', 'the keys of one object must begin in the same column'],
  ['All sequence items must start', 'the items of one list must begin in the same column'],
  ['Block collections are not allowed within', 'expected a comma or a closing bracket after this'],
  ['Missing , between', 'expected a comma in front of this'],
  ['Missing , or : between', 'expected a comma or a colon in front of this'],
  ['Comments must be separated', 'a comment needs a space in front of its "#"'],
  ['The : indicator must be at most', 'a key may have 1,024 characters at most'],
] as const;

/** The word at an offset, at most 20 characters of it. */
function wordAt(text: string, offset: number): string {
  return /^\S{0,20}/.exec(text.slice(offset, offset + 20))![0];
}

/** The start of the innermost list or object that is still open at an offset. */
function openedBefore(document: Document.Parsed, text: string, bracket: string, offset: number): number {
  let start = offset;
  visit(document, {
    Collection(_, node) {
      const { flow, range } = node;
      if (!flow || !range || range[0] >= offset || range[2] < offset) return;
      if (isMap(node) === (bracket === '}') && text[range[1] - 1] !== bracket) start = range[0];
    },
  });
  return start;
}

/** The start of the quoted text that ends at an offset. */
function quotedBefore(document: Document.Parsed, offset: number): number {
  let start = offset;
  visit(document, {
    Node(_, node) {
      const { range } = node as Node;
      if (isScalar(node) && node.type?.startsWith('QUOTE') && range![0] < offset && range![2] >= offset)
        start = range![0];
    },
  });
  return start;
}
