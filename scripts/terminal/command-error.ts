/** A command cannot do what it was asked to, for a reason that its caller can cure. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}
