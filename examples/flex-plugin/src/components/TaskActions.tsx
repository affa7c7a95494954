import React, { useState } from 'react';
import { Box } from '@twilio-paste/core/box';
import { Button } from '@twilio-paste/core/button';
import { Stack } from '@twilio-paste/core/stack';
import type { TaskContextProps } from '@twilio/flex-ui';
import type { FlexInteractionsClient } from 'flex-interactions-client';
import type { Directory } from '../directory';
import { announceParked } from '../parked-changes';
import { useCall } from '../use-call';
import { HandOver } from './HandOver';
import { Outcome } from './Outcome';

interface TaskActionsProps extends TaskContextProps {
  readonly interactions: FlexInteractionsClient;
  readonly directory: Directory;
}

/** The buttons above the Conversation of a task. */
export const TaskActions = ({ task, ...props }: TaskActionsProps) =>
  task ? <Actions key={task.taskSid} taskSid={task.taskSid} {...props} /> : null;

interface ActionsProps extends Pick<TaskActionsProps, 'interactions' | 'directory'> {
  readonly taskSid: string;
}

const Actions = ({ taskSid, interactions, directory }: ActionsProps) => {
  const [isHandingOver, setHandingOver] = useState(false);
  const { isBusy, said, run } = useCall();

  const park = async (): Promise<void> => {
    const parked = await run(
      () => interactions.park({ taskSid }),
      () => 'Parked until the customer writes.',
    );
    if (parked) announceParked();
  };
  const leave = () =>
    run(
      () => interactions.leave({ taskSid }),
      () => 'You have left; your colleagues go on.',
    );
  const close = () =>
    run(
      () => interactions.close({ taskSid }),
      () => 'Closed for everybody.',
    );

  return (
    <Box padding="space40">
      <Stack orientation="vertical" spacing="space40">
        <Stack orientation="horizontal" spacing="space30">
          <Button
            variant="secondary"
            size="small"
            aria-expanded={isHandingOver}
            onClick={() => {
              setHandingOver(!isHandingOver);
            }}
          >
            Invite or transfer
          </Button>
          <Button variant="secondary" size="small" disabled={isBusy} onClick={() => void park()}>
            Park
          </Button>
          <Button variant="secondary" size="small" disabled={isBusy} onClick={() => void leave()}>
            Leave
          </Button>
          <Button variant="destructive_secondary" size="small" disabled={isBusy} onClick={() => void close()}>
            Close
          </Button>
        </Stack>
        {isHandingOver && <HandOver taskSid={taskSid} interactions={interactions} directory={directory} />}
        <Outcome said={said} />
      </Stack>
    </Box>
  );
};
