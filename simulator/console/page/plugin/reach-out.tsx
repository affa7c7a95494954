import { useState } from 'preact/hooks';
import type {
  FlexInteractionsClient,
  Reached,
  Result,
} from '../../../../packages/flex-interactions-client/src';
import type { AgentView } from '../../snapshot';
import { toSentence } from './refusal-sentence';

interface ReachOutProps {
  readonly agent: AgentView;
  readonly interactions: FlexInteractionsClient;
}

/** What is in the fields of a form; nothing of those that are empty. */
type Filled = Readonly<Record<string, string>>;

interface Way {
  readonly label: string;
  readonly send: (interactions: FlexInteractionsClient, filled: Filled) => Promise<Result<Reached>>;
  readonly fields: readonly (readonly [name: string, label: string, example: string])[];
}

const WAYS: readonly Way[] = [
  {
    label: 'SMS',
    send: (interactions, { to = '', body }) => interactions.clickToSms({ to, body }),
    fields: [
      ['to', 'To', '+12025550170'],
      ['body', 'Text', 'Your parcel is here.'],
    ],
  },
  {
    label: 'WhatsApp',
    send: (interactions, { to = '', contentSid = '' }) => interactions.clickToWhatsapp({ to, contentSid }),
    fields: [
      ['to', 'To', '+12025550171'],
      ['contentSid', 'Template', `HX${'0a'.repeat(16)}`],
    ],
  },
  {
    label: 'Email',
    send: (interactions, { to = '', subject = '', body }) => interactions.clickToEmail({ to, subject, body }),
    fields: [
      ['to', 'To', 'ella@example.com'],
      ['subject', 'Subject', 'Your order'],
      ['body', 'Text', 'It has left our house.'],
    ],
  },
  {
    label: 'Chat',
    send: (interactions, { identity = '', body }) => interactions.clickToChat({ identity, body }),
    fields: [
      ['identity', 'Identity', 'mia'],
      ['body', 'Text', 'Are you still there?'],
    ],
  },
];

/** The form of a plugin with which an agent begins a Conversation. */
export function ReachOut({ agent, interactions }: ReachOutProps) {
  const [chosen, setChosen] = useState(0);
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem: boolean }>();
  const way = WAYS[chosen];
  if (!way) return null;
  const send = async (form: HTMLFormElement): Promise<void> => {
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    const result = await way.send(interactions, Object.fromEntries(filled) as Filled);
    setSaid({
      text: result.ok ? 'The task is on its way to you.' : toSentence(result.error),
      isProblem: !result.ok,
    });
  };
  return (
    <details class="reach-out">
      <summary>Reach out to a customer</summary>
      <div class="tabs" role="tablist" aria-label="How">
        {WAYS.map(({ label }, index) => (
          <button
            key={label}
            type="button"
            role="tab"
            aria-selected={index === chosen}
            onClick={() => {
              setChosen(index);
              setSaid(undefined);
            }}
          >
            {label}
          </button>
        ))}
      </div>
      <form
        key={way.label}
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        {way.fields.map(([name, label, example]) => (
          <label key={name}>
            {label}
            <input name={name} defaultValue={example} autocomplete="off" />
          </label>
        ))}
        <button type="submit" class="primary">
          Send as {agent.name}
        </button>
      </form>
      {said && (
        <p role="status" class={said.isProblem ? 'refusal' : 'done'}>
          {said.text}
        </p>
      )}
    </details>
  );
}
