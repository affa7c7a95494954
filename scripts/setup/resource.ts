export type Value = string | number | boolean | null | readonly string[];

/** What one thing is configured with, by the names of its fields; `null` where it does not exist. */
export type State = Readonly<Record<string, Value>> | null;

/** What setup wants one thing to be. */
export type Wish =
  /** As described; `displaces` names what somebody else has there, which only `--force` takes away. */
  | { readonly kind: 'be'; readonly state: State; readonly displaces?: string }
  /** Left as it is, for a reason that the plan tells. */
  | { readonly kind: 'leave'; readonly reason: string };

/** One thing that setup configures, in the account or among the project's files. */
export interface Resource {
  /** Tells it apart from all others, also in a later run. */
  readonly id: string;
  /** As a person would call it. */
  readonly title: string;
  /** A file of the project, which is under version control as well. */
  readonly isFile?: true;
  read(): Promise<State>;
  want(now: State): Wish;
  /** Makes, changes or, with `null`, deletes it. */
  write(now: State, next: State): Promise<void>;
  /** Whether what is there is of setup's making; by default it has to be exactly what setup wrote. */
  isOurs?(now: State): boolean;
  /** What changes, in lines for a person; by default every field is shown. */
  describe?(now: State, next: State): string[];
}

/** A text that is the same for states that are the same; the order of a list says nothing. */
export function toComparable(state: State): string {
  if (state === null) return 'null';
  const entries = Object.entries(state).map(
    ([name, value]) => [name, Array.isArray(value) ? [...(value as string[])].sort() : value] as const,
  );
  return JSON.stringify(entries.sort(([a], [b]) => a.localeCompare(b)));
}

/** All of the first list, then what only the second has. */
export function merge(first: readonly string[], second: readonly string[]): string[] {
  return [...new Set([...first, ...second])];
}

/** Whether a webhook's URL leads to a path of a deployment; connection overrides behind `#` do not matter. */
export function leadsTo(url: string | null | undefined, deploymentUrl: string, path: string): boolean {
  if (!url || !URL.canParse(url)) return false;
  const { origin, pathname } = new URL(url);
  return origin === new URL(deploymentUrl).origin && pathname === path;
}
