/** What a reader of the API has to know before anything else, as Markdown. */
export const INTRODUCTION = `
Parameters arrive form-encoded or as JSON; in a form, objects arrive as JSON texts and
what is empty or null counts as left out. Nothing belongs into the URL: tokens,
bodies and attributes would end up in logs.

Every refusal has one shape: \`code\`, \`message\`, \`details\` where there are any, and \`requestId\`. Decide by \`code\`;
\`message\` is for people. Codes and fields may be added; ignore those that you do not know.

Functions of Twilio run for ten seconds at most, thirty at a time. An answer without one of these codes, such as a 429
or a 504, is the platform's: send the request again, with the same \`requestId\`.
`.trim();

/** The three kinds of callers. */
export const TAGS = [
  {
    caller: 'agent',
    name: 'Agents',
    description:
      'Called by buttons in Flex. The caller is whom the Flex token belongs to, never a parameter. Whoever takes part in an Interaction, or is a supervisor or admin, may act on it.',
  },
  {
    caller: 'backend',
    name: 'Your servers',
    description: 'Called by your own servers, with the key that is set as `BACKEND_API_KEY`.',
  },
  { caller: 'twilio', name: 'Webhooks', description: 'Called by Twilio.' },
] as const;

export const SECURITY_SCHEMES = {
  flexToken: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The Flex token of the agent. Servers send it as a bearer token; browsers as `Token` in the form, for the answer to their preflight admits no `Authorization`.',
  },
  backendApiKey: { type: 'http', scheme: 'bearer', description: 'The setting `BACKEND_API_KEY`.' },
  sinkPassword: {
    type: 'http',
    scheme: 'basic',
    description: "The setting `EVENT_STREAMS_PASSWORD`, in the sink's URL.",
  },
  twilioSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Twilio-Signature',
    description: 'Checked by the platform before the Function runs.',
  },
} as const;
