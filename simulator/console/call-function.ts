/** What a Function answered. */
export interface FunctionAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls a Function as a plugin in Flex does: a form, with the agent's token in it. */
export type CallFunction = (path: string, form: Readonly<Record<string, string>>) => Promise<FunctionAnswer>;

/** @param functionsUrl where the Functions are, e.g. `http://localhost:3000` */
export function functionCaller(functionsUrl: string): CallFunction {
  return async (path, form) => {
    const response = await fetch(`${functionsUrl}${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    return { status: response.status, body: await response.json() };
  };
}
