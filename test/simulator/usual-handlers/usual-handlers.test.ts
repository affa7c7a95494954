import { EmbeddedTwilio } from '../../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../../simulator/flex-account';
import { ManualClock } from '../../../simulator/kernel/clock';
import { Customer } from '../../../simulator/people/customer';
import { sdkClientOf } from '../sdk-client';
import { autoCreate, BUSINESS, CUSTOMER } from '../twilio-with-hooks';
import { park, reachOut, resume, transfer } from './usual-handlers';

const PARK_HOOK = 'https://example.com/unpark';
const SET_UP_MS = 1_000;

/** A contact centre with two agents, whose webhooks are kept. */
function connect() {
  const clock = new ManualClock();
  const received: Record<string, string>[] = [];
  const embedded = new EmbeddedTwilio({
    clock,
    seed: 'usual',
    send: ({ url, form }) => {
      if (url === PARK_HOOK) received.push({ ...form });
      return Promise.resolve({ status: 200, body: '' });
    },
  });
  const account = setUpFlexAccount(embedded);
  const [ada, grace] = account.agents;
  if (!ada || !grace) throw new Error('two agents are needed');
  const target = {
    workspace_sid: embedded.workspace.entity.sid,
    workflow_sid: account.assignToAnyone.sid,
    task_channel_unique_name: 'sms',
  };
  return { clock, embedded, account, ada, grace, target, received, client: sdkClientOf(embedded) };
}

/** A customer whom Ada is talking to. */
async function converse() {
  const centre = connect();
  const { clock, embedded, ada, client, target } = centre;
  autoCreate(embedded);
  ada.setActivity('Available');
  const customer = new Customer(embedded, CUSTOMER);
  const conversationSid = (await customer.write(BUSINESS, 'Hello'))?.conversation.entity.sid ?? '';
  const { sid: interactionSid } = await client.flexApi.v1.interaction.create({
    channel: { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: conversationSid } },
    routing: { properties: { ...target, attributes: { customerName: 'Ella' } } },
  });
  await clock.advance(SET_UP_MS);
  ada.accept();
  await clock.advance(0);
  const [channel] = await client.flexApi.v1.interaction(interactionSid).channels.list();
  const channelSid = channel?.sid ?? '';
  const participants = () =>
    client.flexApi.v1.interaction(interactionSid).channels(channelSid).participants.list();
  /** Agents and web chat customers: a phone has an address in place of an identity. */
  const identities = async () => {
    const inside = await client.conversations.v1.conversations(conversationSid).participants.list();
    return inside.map(({ identity }) => identity).filter(Boolean);
  };
  return { ...centre, customer, conversationSid, interactionSid, channelSid, participants, identities };
}

describe('handlers as people write them, by the unmodified SDK', () => {
  it('transfer: the invited agent gets a task of their own without the old attributes, the first one is done', async () => {
    const { clock, client, ada, grace, account, target, identities, ...place } = await converse();
    const [before] = ada.reservations;
    grace.setActivity('Available');
    ada.setActivity('Break');
    await transfer(
      client,
      place,
      ada.sid,
      { ...target, queue_sid: account.everyone.sid },
      { reason: 'billing' },
    );
    await clock.advance(SET_UP_MS);
    expect(await identities()).toEqual([]);
    const workspace = client.taskrouter.v1.workspaces(target.workspace_sid);
    expect((await workspace.tasks(before?.task_sid ?? '').fetch()).assignmentStatus).toBe('completed');
    const [offered] = grace.reservations;
    const attributes = JSON.parse(
      (await workspace.tasks(offered?.task_sid ?? '').fetch()).attributes,
    ) as object;
    expect(attributes).toMatchObject({ reason: 'billing', flexInteractionSid: place.interactionSid });
    expect(attributes).not.toHaveProperty('customerName');
    grace.accept();
    await clock.advance(0);
    expect(await identities()).toEqual([grace.identity]);
  });

  it('outbound: the agent gets the task, the customer the message, and a second one is refused with 50416', async () => {
    const { clock, embedded, client, ada, account, target } = connect();
    ada.setActivity('Available');
    const outbound = { ...target, queue_sid: account.everyone.sid, worker_sid: ada.sid };
    const message = { to: CUSTOMER, from: BUSINESS, body: 'Your parcel is here.' };
    const { conversationSid, interactionSid } = await reachOut(client, message, outbound);
    await clock.advance(SET_UP_MS);
    expect(ada.reservations.map(({ reservation_status: status }) => status)).toEqual(['pending']);
    const [channel] = await client.flexApi.v1.interaction(interactionSid).channels.list();
    expect(channel?.status).toBe('active');
    const { messages } = client.conversations.v1.conversations(conversationSid);
    expect((await messages.list()).map(({ body }) => body)).toEqual(['Your parcel is here.']);
    await expect(reachOut(client, message, outbound)).rejects.toMatchObject({ status: 409, code: 50416 });
    // What such a handler leaves behind, and nobody closes.
    expect(embedded.conversations.conversations.size).toBe(2);
  });

  it("park: nobody is left, the customer's next message comes by the webhook, and an Invite brings somebody", async () => {
    const { clock, client, ada, target, received, customer, participants, identities, ...place } =
      await converse();
    const agent = (await participants()).find(({ type }) => type === 'agent');
    const parking = { ...place, participantSid: agent?.sid ?? '' };
    await park(client, parking, target, { customerName: 'Ella' }, PARK_HOOK);
    await clock.advance(SET_UP_MS);
    expect(await identities()).toEqual([]);
    expect(ada.reservations).toEqual([]);
    await customer.write(BUSINESS, 'Are you there?');
    await clock.advance(SET_UP_MS);
    expect(received).toMatchObject([{ EventType: 'onMessageAdded', ConversationSid: place.conversationSid }]);
    await resume(client, place.conversationSid);
    await clock.advance(SET_UP_MS);
    ada.accept();
    await clock.advance(0);
    expect(await identities()).toEqual([ada.identity]);
    await customer.write(BUSINESS, 'Good');
    await clock.advance(SET_UP_MS);
    expect(received).toHaveLength(1);
  });
});
