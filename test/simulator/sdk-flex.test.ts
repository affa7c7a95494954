import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../simulator/flex-account';
import { ManualClock } from '../../simulator/kernel/clock';
import { operationsDriven, operationsOffered, sdkClientOf } from './sdk-client';

/** What backs Flex UI's own transfers has no documented request. */
const NOT_SIMULATED = /Transfer/;

function connect() {
  const clock = new ManualClock();
  const embedded = new EmbeddedTwilio({ clock, seed: 'sdk' });
  const account = setUpFlexAccount(embedded);
  const [ada] = account.agents;
  if (!ada) throw new Error('no agent');
  ada.setActivity('Available');
  const client = sdkClientOf(embedded);
  const workflow = {
    workspace_sid: embedded.workspace.entity.sid,
    workflow_sid: account.assignToAnyone.sid,
    task_channel_unique_name: 'sms',
  };
  return { clock, embedded, account, ada, api: client.flexApi.v1, client, workflow };
}

describe('the SDK on Flex', () => {
  it('drives every operation that the embedded Twilio offers', async () => {
    const { clock, embedded, account, ada, api, client, workflow } = connect();
    const conversation = await client.conversations.v1.conversations.create();
    await client.conversations.v1.conversations(conversation.sid).participants.create({
      'messagingBinding.address': '+12025550143',
      'messagingBinding.proxyAddress': '+14155550111',
    });

    const byCustomer = await api.interaction.create({
      channel: {
        type: 'sms',
        initiated_by: 'customer',
        properties: { media_channel_sid: conversation.sid },
      },
      routing: { properties: { ...workflow, attributes: { customerName: 'Ella' } } },
    });
    expect(byCustomer.channel).toMatchObject({ type: 'sms' });
    const interaction = api.interaction(byCustomer.sid);
    const [listed] = await interaction.channels.list();
    expect(listed).toMatchObject({ status: 'setup', interactionSid: byCustomer.sid, errorCode: null });
    await clock.advance(1_000);
    const channel = interaction.channels(listed?.sid ?? '');
    expect(await channel.fetch()).toMatchObject({ status: 'active', type: 'sms' });
    expect((await interaction.update({ webhookTtid: 'flex_interactionwebhook_1' })).webhookTtid).toBe(
      'flex_interactionwebhook_1',
    );
    expect((await interaction.fetch()).routing).toMatchObject({
      properties: { workflow_sid: workflow.workflow_sid },
    });

    ada.accept();
    const invite = await channel.invites.create({
      routing: { properties: { ...workflow, queue_sid: account.everyone.sid, worker_sid: ada.sid } },
    });
    expect(invite.routing).toMatchObject({ properties: { routing_target: ada.sid } });
    expect((await channel.invites.list()).map(({ sid }) => sid)).toContain(invite.sid);

    const added = await channel.participants.create({
      type: 'external',
      mediaProperties: { identity: 'expert' },
      routingProperties: {},
    });
    const participants = await channel.participants.list();
    expect(participants.map(({ type }) => type)).toEqual(['customer', 'agent', 'external']);
    const [, agent] = participants;
    expect(agent?.routingProperties).toMatchObject({ worker_sid: ada.sid });
    expect(await channel.participants(agent?.sid ?? '').update({ status: 'wrapup' })).toMatchObject({
      type: 'agent',
      channelSid: added.channelSid,
    });

    const closed = await channel.update({ status: 'closed', routing: { status: 'closed' } });
    expect(closed.status).toBe('closed');
    expect((await client.conversations.v1.conversations(conversation.sid).fetch()).state).toBe('closed');

    expect(operationsDriven(embedded, 'flex_v1')).toEqual(operationsOffered('flex_v1', NOT_SIMULATED));
  });

  it.each([
    ['agent', 'outbound'],
    ['api', 'inbound'],
  ])('creates an Interaction initiated by the %s', async (initiatedBy, direction) => {
    const { clock, account, ada, api, workflow } = connect();
    const created = await api.interaction.create({
      channel: {
        type: 'sms',
        initiated_by: initiatedBy,
        participants: [{ address: '+12025550143', proxy_address: '+14155550111' }],
      },
      routing: { properties: { ...workflow, queue_sid: account.everyone.sid, worker_sid: ada.sid } },
    });
    await clock.advance(1_000);
    const { attributes } = (created.routing as { properties: { attributes: string } }).properties;
    expect(JSON.parse(attributes)).toMatchObject({ direction, initiatedBy });
    const [channel] = await api.interaction(created.sid).channels.list();
    expect(channel?.status).toBe('active');
  });

  it('sees why a channel could not be set up', async () => {
    const { clock, api, client, workflow } = connect();
    const empty = await client.conversations.v1.conversations.create();
    const created = await api.interaction.create({
      channel: { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: empty.sid } },
      routing: { properties: workflow },
    });
    await clock.advance(1_000);
    const [channel] = await api.interaction(created.sid).channels.list();
    expect(channel).toMatchObject({ status: 'failed', errorCode: 45355 });
    expect(channel?.errorMessage).toMatch(/No Participants found/);
  });
});
