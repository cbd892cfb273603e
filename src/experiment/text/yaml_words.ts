import type { Document, YAMLError } from 'yaml';
import { quoted } from '../../core/error.ts';
import type { Mistake } from '../../core/mistake.ts';
import { aliases } from '../remedies/words/aliases.ts';
import { commentBefore, yamlComment } from './comments.ts';
import { withCommas } from './flow_text.ts';
import {
  behindSpaces,
  columnOfKeys,
  escapedText,
  itemWithDash,
  keyWithColon,
  optionBelowKind,
  printedNetwork,
  repeatedList,
  slipOf,
} from './meant_lines.ts';
import { templateMistake } from './templates.ts';
import { type MistakeAt, unclosed } from './unclosed.ts';
import { COMMENT, lineAt, quotedText } from './yaml_rules.ts';

/** A syntax error of the library as a mistake in everyday words, and the offset where the reader should look. */
export function explainSyntaxError(error: YAMLError, text: string, document: Document.Parsed): MistakeAt {
  const {
    code,
    message,
    pos: [offset],
  } = error;
  const here = (problem: string, more: Mistake = {}) => ({ mistake: { problem, ...more }, offset });
  const open = unclosed(error, text, document);
  if (open) return open;
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
    const remedy = `write "${key!.trim()}" ${behindSpaces(less!)}`;
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
  const apart = topKeysInLine(text, offset);
  if (apart !== undefined) return here('each key at the top has a line of its own', { remedy: apart });
  const item = itemWithDash(text, offset);
  if (item !== undefined) return here('each item of a list begins with a dash', { remedy: item });
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
      const tag = /^[^\s,\]}]{0,20}/.exec(text.slice(offset, offset + 20))![0];
      const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
      return here(`unknown tag ${tag}`, { remedy: untagged(before, text.slice(offset)) });
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
          topKeysInLine(text, offset) ??
          quotedText(lineAt(text, offset)) ??
          repeatedList(lineAt(text, offset)) ??
          commas(text, offset) ??
          (text[offset] === ',' ? 'leave it out' : undefined),
      });
    default:
      return here(`this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`);
  }
}

/** What to write in place of a tag and what follows it in its line: the tag may name a kind, a file, or a type of Python. */
function untagged(lead: string, tagged: string): string {
  const [, tag = '', after = ''] = /^(![^\s,\]}]*)[^\S\n]*([^\n]*)/.exec(tagged) ?? [];
  const before = lead.replace(/^[\s-]+/, '');
  if (/^!+(include|import|inc|file|load|merge|extends)/i.test(tag))
    return `write the content of ${after || 'that file'} in its place: a file includes no other`;
  if (/^!+(env|var|ref|sub|secret|vault|getatt|input|reference)/i.test(tag))
    return 'write the value itself: nothing is filled in';
  if (/^!!python\/object/.test(tag)) return 'write the value itself: a file holds no objects of Python';
  const [, options] = /^\{\s*(.*)$/.exec(after) ?? [];
  const isKind =
    /^![a-z_]\w*$/i.test(tag) && /(?:\b(?:image|against|pool|compare|type)\s*:\s*|[[-]\s*|,\s*)$/.test(lead);
  const kind = tag.slice(1);
  if (isKind && options !== undefined) return `write ${before}{ type: ${kind}, ${options}`;
  const [, below] = /^[^\n]*\n[^\S\n]+(\w+: [^\n]*)/.exec(tagged) ?? [];
  if (isKind && after === '' && below !== undefined)
    return `write ${before}{ type: ${kind}, ${below.trimEnd()} }`;
  if (isKind && /^([\],}].*)?$/.test(after))
    return `write ${before}${kind}${after.replaceAll(/!(?=[a-z_])/gi, '')}`;
  if (isKind) return `write ${before}{ type: ${kind}, NAME: ${after} }, with the name of that option`;
  // A set has the braces of an object.
  const values = after.replace(/^\{([^{}:]*)\}/, '[$1]');
  return values === '' ? 'leave it out' : `write ${before}${values}, without the tag`;
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

/** A text that begins with a sign of YAML as it is to be written; one in backticks is a plain one. */
function inQuotes(rest: string): string {
  const [text] = /^[^\n,\]}#]*/.exec(rest)!;
  const [, plain] = /^`([^`]+)`$/.exec(text.trim()) ?? [];
  return `write ${plain ?? JSON.stringify(text.trim())}`;
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

/**
 * The mistake of a key of the top that is indented below another one with a value, and where it is; undefined for any
 * other mistake. `seed` may also be an option of a kind.
 */
function indentedTopKey(text: string, offset: number): { mistake: Mistake; offset: number } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, above, key, rest] = /^(\w+:\s+[^\n]*\n[^\S\n]+)(\w+):([^\n]*)/.exec(text.slice(start)) ?? [];
  if (key === undefined || key === 'seed' || !Object.hasOwn(aliases.keys.file, key)) return undefined;
  const remedy = `write "${key}:${rest!.trimEnd()}" without spaces before it`;
  return {
    mistake: { problem: 'a key at the top begins its line', remedy },
    offset: start + above!.length,
  };
}

/** Keys of the top that are in one line, as what to write; undefined where there is one. */
function topKeysInLine(text: string, offset: number): string | undefined {
  const apart = keysApart(lineAt(text, offset).trimEnd());
  return apart && `write ${apart.map((line) => `"${line}"`).join(' and ')}, each in a line of its own`;
}

function keysApart(line: string): string[] | undefined {
  const [, first = '', value, rest = '', second = ''] =
    /^(\w+):\s+(\{[^{}]*\}|\[[^[\]]*\]|[^:{}[\]]+?)[\s,]+((\w+):\s+\S.*)$/.exec(line) ?? [];
  const areKeys =
    first !== 'description' && [first, second].every((key) => Object.hasOwn(aliases.keys.file, key));
  return areKeys ? [`${first}: ${value}`, ...(keysApart(rest) ?? [rest])] : undefined;
}
