import React, { useEffect, useState } from 'react';
import { Button } from '@twilio-paste/core/button';
import { Option, OptionGroup, Select } from '@twilio-paste/core/select';
import { Stack } from '@twilio-paste/core/stack';
import type { FlexInteractionsClient, Invited, Result, Target } from 'flex-interactions-client';
import type { Destinations, Directory } from '../directory';
import { useCall } from '../use-call';
import { Outcome } from './Outcome';

interface HandOverProps {
  readonly taskSid: string;
  readonly interactions: FlexInteractionsClient;
  readonly directory: Directory;
}

/** Chooses a colleague or a queue, and how the customer goes to them. */
export const HandOver = ({ taskSid, interactions, directory }: HandOverProps) => {
  const [found, setFound] = useState<Destinations>();
  const [sid, setSid] = useState('');
  const { isBusy, said, run } = useCall();

  useEffect(() => {
    let isShown = true;
    void directory().then((destinations) => {
      if (isShown) setFound(destinations);
    });
    return () => {
      isShown = false;
    };
  }, [directory]);

  if (!found) return null;
  const target: Target = found.queues.some((queue) => queue.sid === sid)
    ? { queueSid: sid }
    : { workerSid: sid };
  const press = (call: () => Promise<Result<Invited>>) => () =>
    void run(call, () => 'The invite is on its way.');
  const ways = [
    ['Invite', () => interactions.invite({ taskSid, ...target })],
    ['Transfer warm', () => interactions.transfer({ taskSid, ...target, mode: 'warm' })],
    ['Transfer cold', () => interactions.transfer({ taskSid, ...target, mode: 'cold' })],
  ] as const;

  return (
    <Stack orientation="vertical" spacing="space40">
      <Select
        aria-label="To whom"
        value={sid}
        onChange={(event) => {
          setSid(event.target.value);
        }}
      >
        <Option value="">Choose a colleague or a queue</Option>
        <OptionGroup label="Colleagues">
          {found.workers.map((worker) => (
            <Option key={worker.sid} value={worker.sid}>
              {worker.name}
            </Option>
          ))}
        </OptionGroup>
        <OptionGroup label="Queues">
          {found.queues.map((queue) => (
            <Option key={queue.sid} value={queue.sid}>
              {queue.name}
            </Option>
          ))}
        </OptionGroup>
      </Select>
      <Stack orientation="horizontal" spacing="space30">
        {ways.map(([label, call]) => (
          <Button
            key={label}
            variant="secondary"
            size="small"
            disabled={isBusy || sid === ''}
            onClick={press(call)}
          >
            {label}
          </Button>
        ))}
      </Stack>
      <Outcome said={said} />
    </Stack>
  );
};
