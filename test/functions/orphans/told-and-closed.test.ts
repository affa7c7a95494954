import { BUSINESS_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { canceled, refusing, said, TASKROUTER } from './orphaned-customer';

const TEMPLATE = `HX${'1'.repeat(32)}`;
const DAY_SECONDS = 86_400;
const MESSAGES = /POST .*Messages$/;
const CLOSING = /POST flex-api.*Channels\/\{sid\}$/;

/** A customer whose task was canceled, and what the routing table says about that. */
function closing(orphan: object, channel = '') {
  const entry = { inbound: true, orphan: { policy: 'message', ...orphan } };
  return canceled({ table: { addresses: { [`${channel}${BUSINESS_NUMBER}`]: entry } } }, channel);
}

describe('a customer whom nobody took is told', () => {
  it.each([
    ['by SMS, however late, by the text', '', 2 * DAY_SECONDS, { message: 'Sorry' }, 'Sorry'],
    ['by SMS by a template, where there is no text', '', 30, { contentSid: TEMPLATE }, TEMPLATE],
    [
      'by WhatsApp within a day by the text',
      'whatsapp:',
      DAY_SECONDS - 1,
      { message: 'Sorry', contentSid: TEMPLATE },
      'Sorry',
    ],
    [
      'by WhatsApp after a day by the template',
      'whatsapp:',
      DAY_SECONDS,
      { message: 'Sorry', contentSid: TEMPLATE },
      TEMPLATE,
    ],
    [
      'by WhatsApp by the template, if nobody knows how late it is',
      'whatsapp:',
      undefined,
      { message: 'Sorry', contentSid: TEMPLATE },
      TEMPLATE,
    ],
  ])('%s', async (_, channel, TaskAge, orphan, text) => {
    const world = await closing(orphan, channel);
    const { log } = await world.deployment.call(TASKROUTER, { ...world.event, TaskAge });
    expect(log).toMatchObject({ level: 'info', outcome: 'closed_by_policy', calls: 6 });
    expect(said(world)).toEqual([text]);
    expect(world.interaction.channel.status).toBe('closed');
    expect(world.conversation.entity.state).toBe('closed');
  });

  it.each([
    ['an entry with nothing to tell', '', {}],
    ['an entry that only closes', '', { policy: 'close', message: 'never sent', contentSid: TEMPLATE }],
    ['WhatsApp after a day without a template', 'whatsapp:', { message: 'never sent' }],
  ])('nothing by %s, and the record is closed at once', async (_, channel, orphan) => {
    const world = await closing(orphan, channel);
    const { deployment, conversationSid, interaction } = world;
    const { log } = await deployment.call(TASKROUTER, { ...world.event, TaskAge: DAY_SECONDS });
    expect(log).toMatchObject({ outcome: 'closed_by_policy', calls: 6 });
    expect(deployment.countCalls(MESSAGES)).toBe(0);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
    expect(interaction.channel.status).toBe('closed');
  });

  it('and closed, even if Twilio refuses the message', async () => {
    const world = await closing({ message: 'Sorry' });
    const { log } = await world.deployment.call(TASKROUTER, world.event, refusing(world, MESSAGES, 400));
    expect(log).toMatchObject({ status: 204, outcome: 'closed_by_policy' });
    expect(said(world)).toEqual([]);
    expect(world.interaction.channel.status).toBe('closed');
  });

  it('and the Conversation closed, if Twilio refuses to close the channel', async () => {
    const world = await closing({ message: 'Sorry' });
    const { log } = await world.deployment.call(TASKROUTER, world.event, refusing(world, CLOSING, 400));
    expect(log).toMatchObject({ status: 204, outcome: 'closed_by_policy' });
    expect(world.conversation.entity.state).toBe('closed');
  });

  it('once, if it could not be closed: the next event only closes', async () => {
    const world = await closing({ message: 'Sorry' });
    const { deployment, conversationSid, event } = world;
    const failing = deployment.call(TASKROUTER, event, refusing(world, CLOSING, 503));
    expect(await settled(deployment, failing)).toMatchObject({ status: 503 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'resuming',
      isTold: true,
      leaseUntilMs: 0,
    });
    // It may name another task of the same Conversation.
    const { log } = await deployment.call(TASKROUTER, { ...event, TaskSid: `WT${'7'.repeat(32)}` });
    expect(log).toMatchObject({ outcome: 'closed_by_policy' });
    expect(said(world)).toEqual(['Sorry']);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'closed' });
    expect(world.conversation.entity.state).toBe('closed');
  });

  it('by the table of today, if it could not be closed before there was something to tell', async () => {
    const world = await closing({});
    const { deployment, conversationSid, event } = world;
    const failing = deployment.call(TASKROUTER, event, refusing(world, CLOSING, 503));
    expect(await settled(deployment, failing)).toMatchObject({ status: 503 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ isTold: false });
    const orphan = { policy: 'message', message: 'Sorry' };
    deployment.table = JSON.stringify({ addresses: { [BUSINESS_NUMBER]: { inbound: true, orphan } } });
    await settled(deployment, deployment.call(TASKROUTER, event, refusing(world, CLOSING, 503)));
    expect(deployment.recordOf(conversationSid)).toMatchObject({ isTold: true });
    await deployment.call(TASKROUTER, event);
    expect(said(world)).toEqual(['Sorry']);
  });
});
