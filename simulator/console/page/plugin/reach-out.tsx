import { useState } from 'preact/hooks';
import type { AgentView } from '../../snapshot';
import { askPlugin } from './ask-plugin';

interface ReachOutProps {
  readonly agent: AgentView;
}

interface Way {
  readonly label: string;
  readonly url: string;
  readonly fields: readonly (readonly [name: string, label: string, example: string])[];
}

const WAYS: readonly Way[] = [
  {
    label: 'SMS',
    url: '/agent/click-to-sms',
    fields: [
      ['to', 'To', '+12025550170'],
      ['body', 'Text', 'Your parcel is here.'],
    ],
  },
  {
    label: 'WhatsApp',
    url: '/agent/click-to-whatsapp',
    fields: [
      ['to', 'To', '+12025550171'],
      ['contentSid', 'Template', `HX${'0a'.repeat(16)}`],
    ],
  },
  {
    label: 'Email',
    url: '/agent/click-to-email',
    fields: [
      ['to', 'To', 'ella@example.com'],
      ['subject', 'Subject', 'Your order'],
      ['body', 'Text', 'It has left our house.'],
    ],
  },
  {
    label: 'Chat',
    url: '/agent/click-to-chat',
    fields: [
      ['identity', 'Identity', 'mia'],
      ['body', 'Text', 'Are you still there?'],
    ],
  },
];

/** The form of a plugin with which an agent begins a Conversation. */
export function ReachOut({ agent }: ReachOutProps) {
  const [chosen, setChosen] = useState(0);
  const [result, setResult] = useState<{ readonly text: string; readonly isProblem: boolean }>();
  const way = WAYS[chosen];
  if (!way) return null;
  const send = async (form: HTMLFormElement): Promise<void> => {
    const filled = [...new FormData(form)].filter(([, value]) => value !== '');
    const { problem } = await askPlugin(
      agent.sid,
      way.url,
      Object.fromEntries(filled) as Record<string, string>,
    );
    setResult({ text: problem ?? 'The task is on its way to you.', isProblem: problem !== undefined });
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
              setResult(undefined);
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
      {result && (
        <p role="status" class={result.isProblem ? 'refusal' : 'done'}>
          {result.text}
        </p>
      )}
    </details>
  );
}
