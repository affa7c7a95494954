import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { OutreachWorld } from './outreach-deployment';
import { click, messages, openConversations, SMS, TEXT, withAgents } from './outreach-deployment';

const LEASE_MS = 10_000;

/** The routing records of all Conversations. */
function records({ deployment }: OutreachWorld): unknown[] {
  const documents = deployment.twilio.sync.findService('default')?.byName ?? new Map<string, never>();
  return [...documents.values()]
    .filter(({ unique_name: name }) => name?.startsWith('interaction-') === true)
    .map(({ data }) => data);
}

const NOT_AVAILABLE = {
  code: 'agent_not_available',
  message:
    'You are not available in Flex, so the Interaction could not reach you. Choose an available activity.',
  requestId: expect.any(String) as string,
};

describe('an outreach that is refused', () => {
  it('leaves no Conversation, and a record that says so', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    ada.setActivity('Break');
    const answer = await click(world);
    // One of them looks whether the same request was answered before.
    expect(answer).toMatchObject({ status: 409, calls: 7 });
    expect(answer.body).toEqual(NOT_AVAILABLE);
    expect(openConversations(deployment)).toEqual([]);
    expect(records(world)).toEqual([
      {
        state: 'closed',
        code: 'abandoned',
        attempt: 1,
        request: expect.objectContaining({ workerSid: ada.sid }) as object,
        writtenBy: expect.any(String) as string,
        writtenAtMs: expect.any(Number) as number,
      },
    ]);
  });

  it('is refused all the same if its Conversation cannot be removed now; the next one finishes it', async () => {
    const world = withAgents();
    const { deployment, ada, grace } = world;
    ada.setActivity('Break');
    const calm = deployment.twilio.faults.add({
      operation: 'DeleteConversation',
      kind: 'status',
      status: 500,
    });
    expect((await click(world)).body).toEqual(NOT_AVAILABLE);
    calm();
    const [left] = openConversations(deployment);
    expect(left).toBeDefined();
    await deployment.settle(LEASE_MS);
    const next = await click(world, SMS, TEXT, grace);
    expect(next).toMatchObject({ status: 201, body: { conversationSid: left?.entity.sid } });
  });

  it('by Twilio may be asked for again under the same requestId', async () => {
    const world = withAgents();
    const { deployment } = world;
    const parameters = { ...TEXT, requestId: 'click-1' };
    deployment.twilio.faults.add({
      operation: 'CreateInteraction',
      kind: 'status',
      status: 400,
      code: 45_001,
      times: 1,
    });
    expect(await click(world, SMS, parameters)).toMatchObject({
      status: 500,
      log: { code: 45_001, alert: true },
    });
    expect(openConversations(deployment)).toEqual([]);
    const again = await click(world, SMS, parameters);
    expect(again).toMatchObject({
      status: 201,
      body: { conversationSid: openConversations(deployment)[0]?.entity.sid },
    });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(deployment.liveTasks).toHaveLength(1);
  });
});

describe('an outreach whose claim cannot be written', () => {
  it('leaves no Conversation', async () => {
    const world = withAgents();
    const { deployment } = world;
    const calm = deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'status', status: 500 });
    expect(await click(world)).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    expect(openConversations(deployment)).toEqual([]);
    calm();
    expect((await click(world)).status).toBe(201);
  });

  async function customerWasFaster() {
    const world = withAgents();
    const { deployment } = world;
    deployment.twilio.faults.add({ operation: 'CreateDocument', kind: 'late', delayMs: 500, times: 1 });
    const clicked = deployment.callAgent(world.ada, SMS, TEXT);
    await deployment.settle(100);
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle(100);
    return { ...world, clicked };
  }

  it('because the customer wrote in this very moment leaves them to their own Interaction', async () => {
    const { deployment, clicked } = await customerWasFaster();
    const answer = await settled(deployment, clicked);
    const [conversation] = openConversations(deployment);
    const conversationSid = conversation?.entity.sid ?? '';
    expect(answer.status).toBe(409);
    expect(answer.body).toEqual({
      code: 'conversation_already_open',
      message:
        'No agent is in the open Conversation of this customer. Accept its task if you are offered it; if nobody is, take it or close it.',
      details: {
        conversationSid,
        interactionSid: deployment.recordOf(conversationSid)?.interactionSid,
        with: 'nobody',
      },
      requestId: expect.any(String) as string,
    });
    expect(messages(deployment)).toEqual(['Hello']);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('never removes the Conversation that the customer wrote in, whatever befalls it afterwards', async () => {
    const { deployment, clicked } = await customerWasFaster();
    deployment.twilio.faults.add({ operation: 'ListConversationParticipant', kind: 'status', status: 500 });
    expect((await settled(deployment, clicked)).status).toBe(503);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(messages(deployment)).toEqual(['Hello']);
  });
});
