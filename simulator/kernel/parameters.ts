import { invalidParameter } from './api-error';

/** The parameters of a request after they were checked against Twilio's specification and given its types. */
export class Parameters {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  entries(): [name: string, values: string[]][] {
    return Object.entries(this.#values).map(([name, value]) => [name, [value].flat().map(String)]);
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || typeof value === 'string') return value;
    return JSON.stringify(value);
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '')
      throw invalidParameter(`Missing required parameter ${name} in the post body`);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.#values[name];
    return value === undefined ? undefined : Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.#values[name];
    return value === undefined ? undefined : value === true || value === 'true';
  }

  list(name: string): string[] | undefined {
    const value = this.#values[name];
    return value === undefined ? undefined : [value].flat().map(String);
  }

  date(name: string): Date | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : new Date(value);
  }

  /** A parameter that holds JSON: a text in a form, or the value itself in a JSON body. */
  json(name: string): unknown {
    const value = this.#values[name];
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      throw invalidParameter(`${name} is not valid JSON`);
    }
  }
}
