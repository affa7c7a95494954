/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Values by the names of what they were measured of. */
export class Samples<Name extends string = string> {
  readonly #values = new Map<Name, number[]>();

  add(name: Name, value: number): void {
    const values = this.#values.get(name) ?? [];
    values.push(value);
    this.#values.set(name, values);
  }

  median(name: Name): number {
    return median(this.#values.get(name) ?? []);
  }
}
