import { type Document, isMap, isScalar, type Node, visit, type YAMLError } from 'yaml';
import { quoted } from '../../core/error.ts';
import { type Mistake, nearest } from '../../core/mistake.ts';
import { COMMENT } from './yaml_rules.ts';

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
    const mistake = { problem: `this ${what} is not closed`, expected: `"${bracket}"${or}` };
    return { mistake, offset: start };
  }
  if (message.startsWith('Missing closing')) {
    const quote = message.startsWith('Missing closing "') ? '"' : "'";
    const mistake = { problem: 'this text is not closed', expected: `${quote} at its end` };
    return { mistake, offset: quotedBefore(document, offset) };
  }
  if (text.startsWith('//', offset)) return here(COMMENT);
  const slip = slipOf(lineAt(text, offset));
  if (slip !== undefined) return here(slip.problem, { remedy: slip.remedy });
  const misplaced = optionBelowKind(text, offset);
  if (misplaced !== undefined) return here('this line is indented below a value', { remedy: misplaced });
  const known = WORDS.find(([start]) => message.startsWith(start));
  if (known) {
    const [, colon] =
      (message.startsWith('Nested mappings') && /^(\S[^\n#]*?: [^\n]*)/.exec(text.slice(offset))) || [];
    return here(known[1], colon === undefined ? {} : { remedy: `write ${JSON.stringify(colon.trim())}` });
  }
  switch (code) {
    case 'TAG_RESOLVE_FAILED': {
      const tag = wordAt(text, offset);
      const remedy = 'experiments need none';
      return here(`unknown tag ${tag}`, { meant: nearest(tag, TAGS), remedy });
    }
    case 'BAD_SCALAR_START':
      return here(`a text cannot begin with ${quoted(text.charAt(offset))}`, { remedy: 'put it in quotes' });
    case 'BAD_DQ_ESCAPE':
      return here(`unknown escape ${text.slice(offset, offset + 2)}`, {
        remedy: 'a backslash is written \\\\',
      });
    case 'UNEXPECTED_TOKEN':
      return here(`did not expect ${quoted(wordAt(text, offset))} here`);
    default:
      return here(`this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`);
  }
}

/** The line that holds an offset. */
function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  return /^[^\n]*/.exec(text.slice(text[offset] === '\n' ? offset : start))![0].trimEnd();
}

/** A line that is right in another language, with what to write instead. */
function slipOf(line: string): { problem: string; remedy: string } | undefined {
  if (/^\s*(```|~~~)/.test(line))
    return { problem: 'this line is Markdown', remedy: 'remove it; the file holds the experiment alone' };
  const [, key, value] = /^\s*([a-z_][\w.]*)\s*=\s*(\S.*)$/.exec(line) ?? [];
  if (key !== undefined)
    return { problem: 'a colon and a space belong behind a key', remedy: `write ${key}: ${value}` };
  const [, name, rest] = /^\s*(?:- )?([a-z_][\w.]*):([^\s:/].*)$/.exec(line) ?? [];
  if (name !== undefined)
    return { problem: 'a space belongs behind the colon', remedy: `write ${name}: ${rest}` };
  const [, kept, sign] = /^\s*(.*[^\s,;])\s*([,;])$/.exec(line) ?? [];
  if (kept !== undefined && /^[a-z_][\w.]*:/.test(kept))
    return {
      problem: `no ${sign === ',' ? 'comma' : 'semicolon'} belongs at the end of this line`,
      remedy: `write ${kept}`,
    };
  return undefined;
}

/** The text to write for an option that is indented below the name of its kind. */
function optionBelowKind(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, dash, key, type, option, value] =
    /^\s*(- )?(?:(\w+):\s+)?([\w.]+)[^\S\n]*\n\s+(\w+):[^\S\n]*(\S[^\n]*)?/.exec(text.slice(start)) ?? [];
  if (type === undefined || option === undefined || (dash ?? key) === undefined) return undefined;
  const before = key === undefined || key === 'type' ? '' : `${key}: `;
  return `write ${dash ?? ''}${before}{ type: ${type}, ${option}: ${value?.trim() ?? '…'} }`;
}

/** Our words for messages of the library, by their beginnings. */
const WORDS = [
  ['Tabs are not allowed as indentation', 'a tab cannot indent; use spaces'],
  ['Nested mappings are not allowed in compact', 'a text that holds a colon and a space needs quotes'],
  ['Implicit map keys need to be followed', 'expected a colon and a space behind a key'],
  ['Implicit keys need to be on a single line', 'a key must be on one line'],
  ['All mapping items must start', 'the keys of one object must begin in the same column'],
  ['All sequence items must start', 'the items of one list must begin in the same column'],
  ['Block collections are not allowed within', 'expected a comma or a closing bracket behind this'],
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
