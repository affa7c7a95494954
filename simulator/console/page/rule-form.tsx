import { useState } from 'preact/hooks';
import type { FaultRule } from '../../kernel/faults';
import type { DeliveryRule } from '../../weather/delivery-rule';
import type { Weather, WeatherInput } from '../../weather/weather-schema';

const CALL_FAULTS: Readonly<Record<string, FaultRule>> = {
  '429 Too Many Requests': { kind: 'status', status: 429, code: 20429, retryAfterSeconds: 1 },
  '500, not done': { kind: 'status', status: 500 },
  '500, though done': { kind: 'status-after', status: 500 },
  'connection refused': { kind: 'refused' },
  'reset, not done': { kind: 'reset-before' },
  'reset, though done': { kind: 'reset-after' },
  'never answered, though done': { kind: 'never-after' },
  'three seconds late': { kind: 'late', delayMs: 3_000 },
};

const DELIVERY_FAULTS: readonly DeliveryRule['kind'][] = [
  'doubled',
  'concurrent',
  'reordered',
  'late',
  'lost',
];

const OPERATIONS = [
  'CreateInteraction',
  'CreateInteractionChannelInvite',
  'UpdateInteractionChannel',
  'CreateConversation',
  'ListConversationParticipant',
  'CreateDocument',
  'UpdateDocument',
  'FetchDocument',
  'ListTask',
];

const EVENTS = [
  'onConversationAdded',
  'onMessageAdded',
  'onConversationStateUpdated',
  'task.canceled',
  'onChannelCreateFailed',
];

interface RuleFormProps {
  readonly weather: Weather;
  readonly onChange: (weather: WeatherInput) => void;
}

/** Rules for single operations and events. */
export function RuleForm({ weather, onChange }: RuleFormProps) {
  return (
    <div class="rules">
      <NewRule
        subject="Calls of"
        subjects={OPERATIONS}
        faults={Object.keys(CALL_FAULTS)}
        onAdd={(operation, fault, times) => {
          const rule = { ...CALL_FAULTS[fault], ...operation, ...times } as FaultRule & {
            operation?: string;
          };
          onChange({ ...weather, calls: [...weather.calls, rule] });
        }}
        subjectName="operation"
      />
      <NewRule
        subject="Webhooks"
        subjects={EVENTS}
        faults={DELIVERY_FAULTS}
        onAdd={(event, fault, times) => {
          const rule = { kind: fault as DeliveryRule['kind'], ...event, ...times };
          onChange({ ...weather, deliveries: [...weather.deliveries, rule] });
        }}
        subjectName="event"
      />
      <ul>
        {weather.calls.map((rule, index) => (
          <Rule
            key={`call-${index}`}
            rule={rule}
            onRemove={() => {
              onChange({ ...weather, calls: weather.calls.filter((one) => one !== rule) });
            }}
          />
        ))}
        {weather.deliveries.map((rule, index) => (
          <Rule
            key={`delivery-${index}`}
            rule={rule}
            onRemove={() => {
              onChange({ ...weather, deliveries: weather.deliveries.filter((one) => one !== rule) });
            }}
          />
        ))}
      </ul>
    </div>
  );
}

interface NewRuleProps {
  readonly subject: string;
  readonly subjects: readonly string[];
  readonly faults: readonly string[];
  readonly subjectName: 'operation' | 'event';
  readonly onAdd: (
    subject: { readonly operation?: string; readonly event?: string },
    fault: string,
    times: { readonly times?: number },
  ) => void;
}

function NewRule({ subject, subjects, faults, subjectName, onAdd }: NewRuleProps) {
  const [name, setName] = useState('');
  const [fault, setFault] = useState(faults[0] ?? '');
  const [times, setTimes] = useState('1');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(
          name === '' ? {} : { [subjectName]: name },
          fault,
          times === '' ? {} : { times: Number(times) },
        );
      }}
    >
      <label>
        {subject}
        <select
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        >
          <option value="">any {subjectName}</option>
          {subjects.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label>
        go wrong
        <select
          value={fault}
          onChange={(event) => {
            setFault(event.currentTarget.value);
          }}
        >
          {faults.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label>
        times
        <input
          type="number"
          min="1"
          value={times}
          placeholder="always"
          onInput={(event) => {
            setTimes(event.currentTarget.value);
          }}
        />
      </label>
      <button type="submit">Add</button>
    </form>
  );
}

function Rule({ rule, onRemove }: { readonly rule: object; readonly onRemove: () => void }) {
  return (
    <li>
      <code>{Object.values(rule).join(' · ')}</code>
      <button type="button" aria-label="Remove the rule" onClick={onRemove}>
        Remove
      </button>
    </li>
  );
}
