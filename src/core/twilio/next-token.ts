/** Where the next page begins; `undefined` after the last one. */
export function nextToken({ nextPageUrl }: { nextPageUrl?: string | undefined }): string | undefined {
  if (nextPageUrl === undefined) return undefined;
  return new URL(nextPageUrl).searchParams.get('PageToken') ?? undefined;
}
