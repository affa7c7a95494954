import React from 'react';
import { Box } from '@twilio-paste/core/box';
import { Heading } from '@twilio-paste/core/heading';
import type { TaskContextProps } from '@twilio/flex-ui';
import type { FlexInteractionsClient } from 'flex-interactions-client';
import { ClickToSms } from './ClickToSms';

interface CustomerRecordProps extends TaskContextProps {
  readonly interactions: FlexInteractionsClient;
}

/** Stands for your CRM: the record of the customer whose task is selected, with a form to write to them. */
export const CustomerRecord = ({ interactions, task }: CustomerRecordProps) => {
  const { customerName, customerAddress } = task?.attributes ?? {};
  const name = typeof customerName === 'string' ? customerName : undefined;
  const number = typeof customerAddress === 'string' ? customerAddress : '';
  return (
    <Box padding="space60">
      <Heading as="h2" variant="heading20">
        {name ?? 'Customer'}
      </Heading>
      <ClickToSms key={number} interactions={interactions} number={number} customerName={name} />
    </Box>
  );
};
