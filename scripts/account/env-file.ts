import { readFile, rm, writeFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

/** A file of settings such as `.env`, changed line by line so that all else in it stays as it is. */
export class EnvFile {
  readonly file: string;
  #lines: string[] | null;

  private constructor(file: string, text: string | null) {
    this.file = file;
    this.#lines = text === null ? null : text.split('\n');
  }

  static async open(file: string): Promise<EnvFile> {
    return new EnvFile(file, await readFile(file, 'utf8').catch(() => null));
  }

  get exists(): boolean {
    return this.#lines !== null;
  }

  get isBlank(): boolean {
    return (this.#lines ?? []).join('').trim() === '';
  }

  /** Every variable that is there, empty ones included. */
  values(): Readonly<Record<string, string | undefined>> {
    return parseEnv((this.#lines ?? []).join('\n'));
  }

  /** A variable that has a value. */
  get(name: string): string | undefined {
    const value = this.values()[name];
    return value === '' ? undefined : value;
  }

  /** What stands behind a variable's `=`, as it is written; `null` where there is no such line. */
  raw(name: string): string | null {
    return this.#find(name)?.raw ?? null;
  }

  /** @param raw `null` takes the line away; a variable that is there already keeps its place */
  set(name: string, raw: string | null): void {
    const lines = this.#lines ?? [''];
    const found = this.#find(name);
    if (!found) {
      // The last one is empty where the file ends with a newline.
      if (raw !== null) lines.splice(lines.at(-1) === '' ? -1 : lines.length, 0, `${name}=${raw}`);
    } else if (raw === null) {
      lines.splice(found.index, 1);
    } else {
      lines[found.index] = `${found.start}${raw}`;
    }
    this.#lines = lines;
  }

  #find(name: string): { index: number; start: string; raw: string } | undefined {
    const pattern = new RegExp(`^(\\s*(?:export\\s+)?${name}\\s*=)(.*)$`);
    for (const [index, line] of (this.#lines ?? []).entries()) {
      const match = pattern.exec(line);
      if (match) return { index, start: match[1] ?? '', raw: match[2] ?? '' };
    }
    return undefined;
  }

  /** Takes the whole file away. */
  clear(): void {
    this.#lines = null;
  }

  async save(): Promise<void> {
    if (this.#lines === null) await rm(this.file, { force: true });
    else await writeFile(this.file, this.#lines.join('\n'), { mode: 0o600 });
  }
}
