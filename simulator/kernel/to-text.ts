/** What a caught value says. */
export function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
