import React, { useState } from 'react';
import type { FormEvent } from 'react';
import { Box } from '@twilio-paste/core/box';
import { Button } from '@twilio-paste/core/button';
import { Input } from '@twilio-paste/core/input';
import { Label } from '@twilio-paste/core/label';
import { Stack } from '@twilio-paste/core/stack';
import { TextArea } from '@twilio-paste/core/textarea';
import type { FlexInteractionsClient } from 'flex-interactions-client';
import { useCall } from '../use-call';
import { Outcome } from './Outcome';

interface ClickToSmsProps {
  readonly interactions: FlexInteractionsClient;
  /** As the record has it; the agent may change it. */
  readonly number: string;
  readonly customerName: string | undefined;
}

/** A number, a text and a button that begins a Conversation. */
export const ClickToSms = ({ interactions, number, customerName }: ClickToSmsProps) => {
  const [to, setTo] = useState(number);
  const [body, setBody] = useState('');
  const { isBusy, said, run } = useCall();

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const reached = await run(
      () => interactions.clickToSms({ to, body, customerName }),
      ({ messageSent }) =>
        messageSent === undefined
          ? 'Sent. The task is on its way to you.'
          : 'The task is on its way to you, but the text may not have been sent. Look there.',
    );
    if (reached) setBody('');
  };

  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack orientation="vertical" spacing="space40">
        <Box width="100%">
          <Label htmlFor="sms-to">Number</Label>
          <Input
            id="sms-to"
            type="tel"
            value={to}
            required
            onChange={(event) => {
              setTo(event.target.value);
            }}
          />
        </Box>
        <Box width="100%">
          <Label htmlFor="sms-body">Text</Label>
          <TextArea
            id="sms-body"
            value={body}
            required
            onChange={(event) => {
              setBody(event.target.value);
            }}
          />
        </Box>
        <Button variant="primary" type="submit" loading={isBusy}>
          Send SMS
        </Button>
        <Outcome said={said} />
      </Stack>
    </form>
  );
};
