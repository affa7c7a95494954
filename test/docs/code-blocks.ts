/** A code block of a Markdown file. */
interface CodeBlock {
  /** Empty if the block names none. */
  readonly language: string;
  readonly code: string;
}

/** Every code block, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

/** The code of all blocks in one of some languages. */
export function blocksIn(markdown: string, ...languages: readonly string[]): string[] {
  return codeBlocks(markdown)
    .filter(({ language }) => languages.includes(language))
    .map(({ code }) => code);
}

export function typescriptBlocks(markdown: string): string[] {
  return blocksIn(markdown, 'ts', 'tsx');
}
