/**
 * A comment of another language at an offset as YAML writes it; undefined for any other text.
 *
 * @example yamlComment('/* small *\/', 0) // '# small'
 */
export function yamlComment(text: string, offset: number): string | undefined {
  const [, said] = /^(?:\/\/+|\/\*+)[ \t]*([^\n]*)/.exec(text.slice(offset, offset + 400)) ?? [];
  if (said === undefined) return undefined;
  return `# ${said
    .replace(/\s*\*+\/.*$/, '')
    .replace(/\.$/, '')
    .trim()}`.trim();
}

/**
 * The offset of the first `//` or `/*` comment before the end of the line at `offset`, outside of quotes and YAML
 * comments; -1 if there is none.
 */
export function commentBefore(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  const bare = text
    .slice(0, end < 0 ? undefined : end)
    .replaceAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?<=^|\s)#[^\n]*/gm, (part) => '"'.repeat(part.length));
  return bare.search(/(?<=^|[\s,{}[\]])(?:\/\/|\/\*)/m);
}
