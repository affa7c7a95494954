import type { DeliveryRequest } from '../kernel/deliveries';
import { CONVERSATION_FIELDS } from './conversation-fields';
import { INTERACTION_FIELDS } from './interaction-fields';
import { checkFields } from './payload-fields';
import { CLOUD_EVENT, streamDataFields } from './stream-fields';
import { taskEventFields } from './task-fields';

/**
 * Checks a webhook before it is sent.
 *
 * @throws SimulatorDefect if it is not as Twilio documents it
 */
export function checkDelivery({ from, title, form = {}, json }: DeliveryRequest): void {
  switch (from) {
    case 'conversations':
      // The count is added to every attempt.
      checkFields(title, { ...form, RetryCount: '0' }, CONVERSATION_FIELDS[title]);
      return;
    case 'interactions':
      checkFields(title, form, INTERACTION_FIELDS[title]);
      return;
    case 'taskrouter':
      checkFields(title, form, taskEventFields(title));
      return;
    case 'event streams':
      for (const event of [json].flat() as { type: string; data: object }[]) {
        checkFields(event.type, event, CLOUD_EVENT);
        checkFields(event.type, event.data, streamDataFields(event.type));
      }
  }
}
