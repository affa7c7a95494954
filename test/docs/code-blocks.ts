/** A code block of a Markdown file. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
}

/** Every code block, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

export function typescriptBlocks(markdown: string): string[] {
  return codeBlocks(markdown)
    .filter(({ language }) => language === 'ts' || language === 'tsx')
    .map(({ code }) => code);
}
