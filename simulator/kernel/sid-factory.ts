import { createHash } from 'node:crypto';

/** Makes SIDs that are the same in every run with the same seed. */
export class SidFactory {
  readonly #seed: string;
  #count = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${createHash('md5').update(`${this.#seed}:${this.#count}`).digest('hex')}`;
  }
}
