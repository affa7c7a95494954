import { useState } from 'preact/hooks';
import type { Snapshot } from '../snapshot';
import { Composer } from './composer';
import { send } from './connection';
import { Thread } from './thread';

const CUSTOMERS = ['+12025550143', '+12025550144', '+12025550145'];
const BURST = ['Are you there?', 'Hello?', 'My order has not come', 'Number 4711', 'Please call me back'];

interface PhoneProps {
  readonly snapshot: Snapshot;
  readonly onProblem: (problem: string | undefined) => void;
}

/** The customer's phone. */
export function Phone({ snapshot, onProblem }: PhoneProps) {
  const [number, setNumber] = useState(CUSTOMERS[0] ?? '');
  const [chosenTo, setTo] = useState<string>();
  const to = chosenTo ?? snapshot.businessAddresses[0]?.address ?? '';
  const prefix = /^[a-z]+:/.exec(to)?.[0] ?? '';
  const from = `${prefix}${number}`;
  const own = snapshot.conversations.filter(({ customer, business }) => customer === from && business === to);
  const current = own.findLast(({ state }) => state !== 'closed') ?? own.at(-1);
  const write = (body: string): void => {
    void send('write', { from, to, body }).then(onProblem);
  };
  return (
    <section class="panel phone" aria-label="Customer's phone">
      <header>
        <h2>Customer</h2>
        <span class="hint">{current ? `Conversation ${current.state}` : 'No Conversation yet'}</span>
      </header>
      <div class="fields">
        <label>
          Phone number
          <input
            list="customers"
            value={number}
            onInput={(event) => {
              setNumber(event.currentTarget.value.trim());
            }}
          />
          <datalist id="customers">
            {CUSTOMERS.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        </label>
        <label>
          Writes to
          <select
            value={to}
            onChange={(event) => {
              setTo(event.currentTarget.value);
            }}
          >
            {snapshot.businessAddresses.map(({ address, type }) => (
              <option key={address} value={address}>
                {type === 'sms'
                  ? `SMS ${address}`
                  : address.replace(/^(\w)(\w*):/, (_, a: string, b: string) => `${a.toUpperCase()}${b} `)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="screen">
        <Thread
          messages={current?.messages ?? []}
          own="customer"
          empty="Write the first message: an agent should get it within a second."
        />
        <Composer label="Message to the business" placeholder="Text message" onSend={write} />
      </div>
      <footer>
        <button
          type="button"
          onClick={() => {
            for (const body of BURST) write(body);
          }}
        >
          Send five at once
        </button>
        <button
          type="button"
          onClick={() => {
            setNumber(`+1202555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`);
          }}
        >
          Be somebody new
        </button>
      </footer>
    </section>
  );
}
