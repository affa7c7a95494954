import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { callRest } from './rest-caller';
import {
  autoCreate,
  BUSINESS,
  BY_REST,
  CUSTOMER,
  OTHER_CUSTOMER,
  receive,
  twilioWithHooks,
} from './twilio-with-hooks';

const CONVERSATIONS = 'https://conversations.twilio.com/v1/Conversations';

function setUp() {
  const twilio = new EmbeddedTwilio({ clock: new ManualClock(), seed: 'addresses' });
  const { conversationActions: actions } = twilio;
  const create = () => actions.create({}, BY_REST);
  const join = (sid: string, form: object) =>
    callRest(twilio, `POST ${CONVERSATIONS}/${sid}/Participants`, { form: { ...form } });
  return { twilio, actions, create, join };
}

describe('a group MMS', () => {
  const projected = { 'MessagingBinding.ProjectedAddress': BUSINESS };
  const member = (address: string) => ({ 'MessagingBinding.Address': address });

  it('exists once for the same people and the same number of ours: 50438, naming it', async () => {
    const { create, join } = setUp();
    const [first, second] = [create().entity.sid, create().entity.sid];
    for (const form of [projected, member(CUSTOMER), member(OTHER_CUSTOMER)])
      expect((await join(first, form)).status).toBe(201);
    await join(second, projected);
    await join(second, member(OTHER_CUSTOMER));
    expect(await join(second, member(CUSTOMER))).toMatchObject({
      status: 409,
      body: {
        code: 50438,
        message: `Group MMS with given participant list already exists as Conversation ${first}`,
      },
    });
  });

  it('may have another one with more people, or with fewer', async () => {
    const { create, join } = setUp();
    const [first, second] = [create().entity.sid, create().entity.sid];
    for (const form of [projected, member(CUSTOMER), member(OTHER_CUSTOMER)]) await join(first, form);
    for (const form of [projected, member(CUSTOMER), member('+12025550199')])
      expect((await join(second, form)).status).toBe(201);
  });

  it('takes the messages of its people among themselves, and leaves those of one alone', async () => {
    const { clock, twilio } = twilioWithHooks();
    autoCreate(twilio);
    const { conversation: group } = await receive(twilio, 'Hello both', [OTHER_CUSTOMER]);
    await clock.advance(1_000);
    expect((await receive(twilio, 'Again', [OTHER_CUSTOMER])).conversation).toBe(group);
    expect((await receive(twilio, 'Only me')).conversation).not.toBe(group);
  });

  it('is initializing until Twilio has set it up, and tells so', async () => {
    const { clock, twilio, events } = twilioWithHooks();
    autoCreate(twilio, {
      type: 'webhook',
      webhook_url: 'https://example.com/address',
      webhook_filters: ['onConversationStateUpdated'],
    });
    const { conversation } = await receive(twilio, 'Hello both', [OTHER_CUSTOMER]);
    expect(conversation.entity.state).toBe('initializing');
    await clock.advance(1_000);
    expect(conversation.entity.state).toBe('active');
    expect(await events()).toEqual(['onConversationStateUpdated']);
  });

  it('frees its people when it is closed', () => {
    const { twilio, actions, create } = setUp();
    const group = create();
    for (const binding of [
      { type: 'sms', projected_address: BUSINESS },
      { type: 'sms', address: CUSTOMER },
      { type: 'sms', address: OTHER_CUSTOMER },
    ])
      actions.addParticipant(group, { binding }, BY_REST);
    actions.setState(group, 'closed', 'API', BY_REST);
    const last = [...group.participants.values()].at(-1);
    if (last) actions.removeParticipant(group, last, BY_REST);
    for (const people of [[CUSTOMER, OTHER_CUSTOMER], [CUSTOMER]])
      expect(twilio.conversations.findByGroup(BUSINESS, people)).toBeUndefined();
  });
});
