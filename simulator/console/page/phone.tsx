import { useState } from 'preact/hooks';
import type { Snapshot } from '../snapshot';
import { Composer } from './composer';
import { send } from './connection';
import type { Person } from './people';
import { addressesFor, CHANNEL_NAMES, conversationOf, PEOPLE, somebodyNew } from './people';
import { Thread } from './thread';

const BURST = ['Are you there?', 'Hello?', 'My order has not come', 'Number 4711', 'Please call me back'];

interface PhoneProps {
  readonly snapshot: Snapshot;
  readonly onProblem: (problem: string | undefined) => void;
}

/** The customers, each with their own channel; one of them writes at a time. */
export function Phone({ snapshot, onProblem }: PhoneProps) {
  const [people, setPeople] = useState(PEOPLE);
  const [chosen, setChosen] = useState(0);
  const [chosenTo, setTo] = useState<string>();
  const [inGroup, setInGroup] = useState(false);
  const person = people[chosen] ?? PEOPLE[0];
  if (!person) return null;
  const current = conversationOf(snapshot, person);
  const addresses = addressesFor(snapshot, person);
  const to = addresses.find((address) => address === chosenTo) ?? addresses[0];
  const isUnserved = person.channelType !== 'web' && to === undefined;
  const others = inGroup && person.channelType === 'sms' ? groupWith(people, person) : [];
  const write = (body: string): void => {
    const { name, address } = person;
    const sent =
      person.channelType === 'web'
        ? send('chat', { identity: address, body, name })
        : send('write', { from: address, to: to ?? '', body, name, others });
    void sent.then(onProblem);
  };
  return (
    <section class="panel phone" aria-label="Customers">
      <header>
        <h2>Customers</h2>
        <span class="hint">{current ? `Conversation ${current.state}` : 'No Conversation yet'}</span>
      </header>
      <div class="tabs people">
        <div class="tab-list" role="tablist" aria-label="Customers">
          {people.map((one, index) => (
            <button
              key={one.address}
              type="button"
              role="tab"
              aria-selected={index === chosen}
              onClick={() => {
                setChosen(index);
              }}
            >
              {one.name}
              <small>{CHANNEL_NAMES[one.channelType] ?? one.channelType}</small>
            </button>
          ))}
        </div>
        <button
          type="button"
          class="add"
          title={`Somebody new on ${CHANNEL_NAMES[person.channelType] ?? person.channelType}`}
          aria-label="Somebody new"
          onClick={() => {
            setPeople([...people, somebodyNew(people, person.channelType)]);
            setChosen(people.length);
          }}
        >
          +
        </button>
      </div>
      <div class="fields">
        <span class="address">{person.address}</span>
        {addresses.length > 0 && (
          <label>
            writes to
            <select
              value={to}
              onChange={(event) => {
                setTo(event.currentTarget.value);
              }}
            >
              {addresses.map((address) => (
                <option key={address}>{address}</option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div class="screen">
        <Thread
          messages={current?.messages ?? []}
          own="customer"
          me={person.address}
          empty={
            isUnserved
              ? 'The routing table has no address of this channel.'
              : 'Write the first message: an agent should get it within a second.'
          }
        />
        <Composer
          label="Message to the business"
          placeholder={`${person.name} writes…`}
          disabled={isUnserved}
          onSend={write}
        />
      </div>
      <footer>
        <button
          type="button"
          disabled={isUnserved}
          onClick={() => {
            for (const body of BURST) write(body);
          }}
        >
          Five at once
        </button>
        <button
          type="button"
          disabled={isUnserved}
          onClick={() => {
            write('STOP');
          }}
        >
          STOP
        </button>
        {person.channelType === 'sms' && (
          <label class="check">
            <input
              type="checkbox"
              checked={inGroup}
              onChange={() => {
                setInGroup(!inGroup);
              }}
            />
            Group MMS
          </label>
        )}
      </footer>
    </section>
  );
}

/** A group MMS is written to one other person of the same channel. */
function groupWith(people: readonly Person[], person: Person): string[] {
  const other = people.find((one) => one !== person && one.channelType === 'sms');
  return other ? [other.address] : [];
}
