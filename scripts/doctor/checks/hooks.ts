import { readFlex } from '../../account/flex';
import type { Finding } from '../findings';
import type { Patient } from '../patient';
import { checkAddresses } from './addresses';
import { checkConversationsWebhook } from './conversations-webhook';
import { checkEventStreams } from './event-streams';
import { checkInteractionWebhook } from './interaction-webhook';
import { checkTaskrouterCallback } from './taskrouter-callback';

/** Whether everything that Twilio tells comes here, and once. */
export async function checkHooks(patient: Patient): Promise<Finding[]> {
  const flex = await readFlex(patient.client);
  const serviceSid = patient.variables.CONVERSATIONS_SERVICE_SID ?? flex.defaultServiceSid;
  const found = await Promise.all([
    checkConversationsWebhook(patient, serviceSid),
    checkAddresses(patient, serviceSid),
    checkTaskrouterCallback(patient),
    checkInteractionWebhook(patient, flex.instanceSid),
    checkEventStreams(patient),
  ]);
  return found.flat();
}
