import React from 'react';
import { Alert } from '@twilio-paste/core/alert';
import type { Said } from '../use-call';

/** What the last call came to, where the agent looks anyway. */
export const Outcome = ({ said }: { readonly said: Said | undefined }) =>
  said === undefined ? null : (
    <Alert variant={said.isProblem ? 'error' : 'neutral'} role={said.isProblem ? 'alert' : 'status'}>
      {said.text}
    </Alert>
  );
