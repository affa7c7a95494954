import type { BackendCommand } from '../endpoints/backend-endpoint';
import { InputError } from '../endpoints/input-error';
import { openOutreach } from '../outreach/open-outreach';
import type { OutreachPorts } from '../outreach/outreach';
import { toOutreachRequest } from '../outreach/outreach-request';
import type { Created } from '../outreach/reach-out-once';
import { reachOutOnce } from '../outreach/reach-out-once';
import type { OutreachRequest } from '../routing-record/routing-record';
import type { ConversationSid } from '../sid';
import { conversationSourceOf, identitiesOf, toChannel } from './api-initiated-channel';
import type { ApiInitiatedInput } from './api-initiated-input';
import { apiInitiatedInput, findContradictions } from './api-initiated-input';
import { apiInitiatedRouting } from './api-initiated-routing';
import { claimConversationOrRefuse } from './claim-conversation-or-refuse';
import { createInConversationOrRefuse } from './create-in-conversation-or-refuse';
import { customerAttributes } from './customer-attributes';
import { makeConversationOrRefuse } from './make-conversation-or-refuse';
import { refuseWhatTwilioRefused } from './refuse-what-twilio-refused';

/**
 * One of the company's own servers begins an Interaction: a web form, a CRM, an automation. Its task is inbound, and
 * nothing is sent to the customer.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export const apiInitiatedInteraction: BackendCommand<typeof apiInitiatedInput> = {
  url: '/backend/interactions',
  input: apiInitiatedInput,
  async run(given, invocation) {
    const wrong = findContradictions(given.channel);
    if (Object.keys(wrong).length > 0) throw new InputError(wrong);
    const ports = openOutreach(invocation);
    const { requestId, ...parameters } = given;
    const asked = { url: apiInitiatedInteraction.url, requestId, parameters };
    const request = toOutreachRequest(asked, ports.settings.authToken, ports.clock.now());
    const outreach = {
      request,
      identities: identitiesOf(given.channel),
      create: () => create(given, request, ports),
    };
    return { status: 201, body: await reachOutOnce(outreach, ports) };
  },
};

async function create(
  given: ApiInitiatedInput,
  request: OutreachRequest,
  ports: OutreachPorts,
): Promise<Created> {
  const { channel, interactionContextSid, webhookTtid } = given;
  const options = {
    ...(interactionContextSid ? { interactionContextSid } : {}),
    ...(webhookTtid ? { webhookTtid } : {}),
  };
  const createWith = (conversationSid?: ConversationSid, learned: Readonly<Record<string, unknown>> = {}) => {
    const routing = apiInitiatedRouting(given, request.key, ports.settings, learned);
    return ports.interactions.createForApi(toChannel(channel, conversationSid), routing, options);
  };
  const source = conversationSourceOf(channel);
  if (source === 'made by Twilio') return createWith().catch(refuseWhatTwilioRefused);
  const isNew = 'pairs' in source;
  const conversationSid = isNew
    ? await makeConversationOrRefuse(source.pairs, request, ports)
    : source.conversationSid;
  if (!isNew && (await ports.conversations.fetchState(conversationSid)) === 'closed') {
    throw new InputError({ 'channel.mediaChannelSid': 'is closed, or does not exist' });
  }
  const learned = isNew ? {} : await customerAttributes(conversationSid, ports);
  const claim = await claimConversationOrRefuse(conversationSid, request, ports);
  if ('made' in claim) return claim.made;
  const createIn = () => createWith(conversationSid, learned);
  return createInConversationOrRefuse(claim.claimed, isNew, createIn, ports);
}
