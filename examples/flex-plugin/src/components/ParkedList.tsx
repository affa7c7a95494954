import React, { useCallback, useEffect, useState } from 'react';
import { Box } from '@twilio-paste/core/box';
import { Button } from '@twilio-paste/core/button';
import { Heading } from '@twilio-paste/core/heading';
import { Stack } from '@twilio-paste/core/stack';
import type { FlexInteractionsClient, ParkedInteraction } from 'flex-interactions-client';
import { onParked } from '../parked-changes';
import { useCall } from '../use-call';
import { Outcome } from './Outcome';

interface ParkedListProps {
  readonly interactions: FlexInteractionsClient;
}

/** What the agent has parked: it comes back with the customer's next message, or with its button. */
export const ParkedList = ({ interactions }: ParkedListProps) => {
  const [parked, setParked] = useState<readonly ParkedInteraction[]>([]);
  const [cursor, setCursor] = useState<string>();
  const { isBusy, said, run } = useCall();

  const load = useCallback(
    async (from?: string): Promise<void> => {
      const page = await interactions.parked({ cursor: from });
      if (!page.ok) return;
      const { value } = page;
      setParked((known) => (from === undefined ? value.parked : [...known, ...value.parked]));
      setCursor(value.cursor);
    },
    [interactions],
  );
  useEffect(() => {
    void load();
    return onParked(() => void load());
  }, [load]);

  const resume = async (conversationSid: string): Promise<void> => {
    const resumed = await run(
      () => interactions.resume({ conversationSid }),
      ({ outcome }) =>
        outcome === 'resumed' ? 'The task is on its way to you.' : 'Somebody serves this customer already.',
    );
    if (resumed) await load();
  };

  if (parked.length === 0 && cursor === undefined) return null;
  return (
    <Box padding="space40">
      <Stack orientation="vertical" spacing="space30">
        <Heading as="h2" variant="heading50" marginBottom="space0">
          Parked
        </Heading>
        {parked.map((one) => (
          <Stack key={one.conversationSid} orientation="horizontal" spacing="space40">
            <span>{one.customerName ?? one.customerAddress ?? one.channelType ?? 'Customer'}</span>
            <Button variant="link" disabled={isBusy} onClick={() => void resume(one.conversationSid)}>
              Resume
            </Button>
          </Stack>
        ))}
        {cursor !== undefined && (
          <Button variant="link" onClick={() => void load(cursor)}>
            More
          </Button>
        )}
        <Outcome said={said} />
      </Stack>
    </Box>
  );
};
