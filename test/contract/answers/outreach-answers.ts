import { CONTENT_SID, withAgents } from '../../functions/outreach/outreach-deployment';
import type { DeploymentOptions } from '../../support/deployment';
import { CUSTOMER_NUMBER } from '../../support/deployment';
import type { Scenario, Scenarios } from './scenario';

const OTHER_NUMBER = '+12025550177';

/** What an agent sends: to one customer, and to another. */
interface Request {
  readonly url: string;
  readonly first: object;
  readonly other: object;
}

const SMS: Request = {
  url: '/agent/click-to-sms',
  first: { to: CUSTOMER_NUMBER, body: 'Hello' },
  other: { to: OTHER_NUMBER, body: 'Hello' },
};
const WHATSAPP: Request = {
  url: '/agent/click-to-whatsapp',
  first: { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID },
  other: { to: OTHER_NUMBER, contentSid: CONTENT_SID },
};
const EMAIL: Request = {
  url: '/agent/click-to-email',
  first: { to: 'ella@example.com', subject: 'Your order', body: 'It has left.' },
  other: { to: 'joe@example.com', subject: 'Your order', body: 'It has left.' },
};
const CHAT: Request = {
  url: '/agent/click-to-chat',
  first: { identity: 'ella', body: 'Hello' },
  other: { identity: 'joe', body: 'Hello' },
};

function click({ url, first }: Request, change: object = {}, options: DeploymentOptions = {}): Scenario {
  return async () => {
    const { deployment, ada } = withAgents(options);
    return deployment.callAgent(ada, url, { ...first, ...change });
  };
}

const agentNotAvailable =
  ({ url, first }: Request): Scenario =>
  async () => {
    const { deployment, ada } = withAgents();
    ada.setActivity('Break');
    return deployment.callAgent(ada, url, first);
  };

const requestIdReused =
  ({ url, first }: Request): Scenario =>
  async () => {
    const { deployment, ada } = withAgents();
    await deployment.callAgent(ada, url, { ...first, requestId: 'one' });
    await deployment.settle();
    return deployment.callAgent(ada, url, { ...first, customerName: 'Ella', requestId: 'one' });
  };

const rateLimited =
  ({ url, first, other }: Request): Scenario =>
  async () => {
    const { deployment, ada } = withAgents({ settings: { OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: '1' } });
    await deployment.callAgent(ada, url, first);
    await deployment.settle();
    return deployment.callAgent(ada, url, other);
  };

const alreadyOpen =
  ({ url, first }: Request): Scenario =>
  async () => {
    const { deployment, ada, grace } = withAgents();
    await deployment.callAgent(ada, url, first);
    await deployment.settle();
    return deployment.callAgent(grace, url, first);
  };

const optedOut =
  ({ url, first }: Request): Scenario =>
  async () => {
    const { deployment, ada } = withAgents();
    const { body } = await deployment.callAgent(ada, url, first);
    await deployment.settle();
    const conversation = deployment.twilio.conversations.find(String(body.conversationSid));
    const [customer] = conversation?.participants.values() ?? [];
    await deployment.call('/webhooks/conversations', {
      EventType: 'onDeliveryUpdated',
      ConversationSid: body.conversationSid,
      ParticipantSid: customer?.sid,
      Status: 'undelivered',
      ErrorCode: '21610',
    });
    ada.accept();
    ada.complete();
    await deployment.settle(60_000);
    return deployment.callAgent(ada, url, { ...first, customerName: 'Ella' });
  };

const common = (request: Request): Scenarios => ({
  201: click(request),
  agent_not_available: agentNotAvailable(request),
  request_id_reused: requestIdReused(request),
  rate_limited: rateLimited(request),
});

const byNumber = (request: Request): Scenarios => ({
  ...common(request),
  destination_not_allowed: click(request, { to: '+19005551234' }),
  sender_not_allowed: click(request, { from: '+14155550100' }),
  destination_opted_out: optedOut(request),
  conversation_already_open: alreadyOpen(request),
});

/** By URL. */
export const OUTREACH_SCENARIOS: Readonly<Record<string, Scenarios>> = {
  [SMS.url]: byNumber(SMS),
  [WHATSAPP.url]: byNumber(WHATSAPP),
  [EMAIL.url]: {
    ...common(EMAIL),
    sender_not_allowed: click(EMAIL, { from: 'ceo@example.com' }),
  },
  [CHAT.url]: { ...common(CHAT), conversation_already_open: alreadyOpen(CHAT) },
};
