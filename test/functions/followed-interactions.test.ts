import type { Canceled } from './orphans/orphaned-customer';
import {
  canceled,
  changeRecord,
  interactionEvent,
  INTERACTIONS,
  refusing,
} from './orphans/orphaned-customer';

const IGNORED = { outcome: 'ignored' };
const OURS = { settings: { LEAVE_ROUTING: 'ours' } };

async function follow(world: Canceled, changes: object, platform = world.deployment.platform()) {
  const event = interactionEvent(world, changes);
  const { status, body, calls, log } = await world.deployment.call(INTERACTIONS, event, platform);
  return { status, body, calls, log, record: world.deployment.recordOf(world.conversationSid) };
}

describe('a channel that changes', () => {
  const changedTo = (ChannelStatus: string) => ({ EventType: 'onChannelStatusUpdated', ChannelStatus });

  it('by closing closes the record', async () => {
    const world = await canceled();
    expect(await follow(world, changedTo('closed'))).toMatchObject({
      status: 200,
      body: { ...IGNORED, reason: 'closed' },
      calls: 2,
      record: { state: 'closed' },
    });
  });

  it.each([
    ['whose record is closed', {}, { state: 'closed' }],
    ['that is not the one of the record', { ChannelSid: `UO${'8'.repeat(32)}` }, { state: 'routed' }],
    ['that the event does not name', { ChannelSid: undefined }, { state: 'routed' }],
  ])('by closing changes nothing, if it is one %s', async (_, changes, record) => {
    const world = await canceled();
    changeRecord(world, record);
    const before = world.deployment.recordOf(world.conversationSid);
    const answer = await follow(world, { ...changedTo('closed'), ...changes });
    expect(answer).toMatchObject({ status: 200, body: { ...IGNORED, reason: 'closed' }, calls: 1 });
    expect(answer.record).toEqual(before);
  });

  describe('in the claim of an outreach, which never knew it', () => {
    const CLAIM = { state: 'claimed', channelSid: undefined, taskSid: undefined };
    const OTHER = `KD${'8'.repeat(32)}`;

    it('by closing closes the record, if it is of the same Interaction', async () => {
      const world = await canceled();
      changeRecord(world, CLAIM);
      expect(await follow(world, changedTo('closed'))).toMatchObject({
        status: 200,
        body: { ...IGNORED, reason: 'closed' },
        calls: 2,
        record: { state: 'closed', interactionSid: world.interaction.entity.sid },
      });
    });

    it.each([
      ['it is of another Interaction', {}, { InteractionSid: OTHER }],
      ['the claim knows no Interaction', { interactionSid: undefined }, {}],
      ['neither tells', { interactionSid: undefined }, { ChannelSid: undefined }],
    ])('by closing changes nothing, if %s', async (_, record, changes) => {
      const world = await canceled();
      changeRecord(world, { ...CLAIM, ...record });
      const answer = await follow(world, { ...changedTo('closed'), ...changes });
      expect(answer).toMatchObject({ status: 200, body: { ...IGNORED, reason: 'closed' }, calls: 1 });
      expect(answer.record).toMatchObject({ state: 'claimed' });
    });
  });

  it.each([
    ['routed', { state: 'parked' }, 2],
    ['resuming', { state: 'resuming' }, 1],
  ])('by its agent leaving, where that is ours: a record that is %s', async (state, record, calls) => {
    const world = await canceled(OURS);
    changeRecord(world, { state });
    expect(await follow(world, changedTo('inactive'))).toMatchObject({
      status: 200,
      body: { ...IGNORED, reason: 'channel_inactive' },
      calls,
      record,
    });
  });

  it.each([
    ['to something else', 'active', OURS],
    ['to inactive, which Flex sees to', 'inactive', {}],
  ])('%s does not concern us', async (_, status, options) => {
    const world = await canceled(options);
    expect(await follow(world, changedTo(status))).toMatchObject({
      status: 200,
      body: { ...IGNORED, reason: 'uninteresting' },
      calls: 0,
      record: { state: 'routed' },
    });
  });

  it('in a Conversation without a record is not ours', async () => {
    const world = await canceled();
    const answer = await follow(world, { ...changedTo('closed'), MediaChannelSid: `CH${'8'.repeat(32)}` });
    expect(answer).toMatchObject({ status: 200, body: { ...IGNORED, reason: 'not_ours' }, calls: 1 });
  });
});

describe('an Interaction that was made', () => {
  const CREATED = { EventType: 'onInteractionCreated' };
  const INTERACTION = `KD${'8'.repeat(32)}`;
  const REQUEST = { key: 'key', parameters: 'parameters', untilMs: 1 };
  const CLAIMED = { state: 'claimed', request: REQUEST, interactionSid: undefined };

  it('is noted in the claim of the outreach that made it', async () => {
    const world = await canceled();
    changeRecord(world, CLAIMED);
    expect(await follow(world, { ...CREATED, InteractionSid: INTERACTION })).toMatchObject({
      status: 200,
      body: { ...IGNORED, reason: 'uninteresting' },
      calls: 3,
      record: { state: 'claimed', request: REQUEST, interactionSid: INTERACTION },
    });
  });

  it.each([
    ['a claim that knows its Interaction', { ...CLAIMED, interactionSid: `KD${'9'.repeat(32)}` }],
    ['a record that is done', { ...CLAIMED, state: 'routed' }],
  ])('is not noted in %s', async (_, record) => {
    const world = await canceled();
    changeRecord(world, record);
    const before = world.deployment.recordOf(world.conversationSid);
    const answer = await follow(world, { ...CREATED, InteractionSid: INTERACTION });
    expect(answer).toMatchObject({
      status: 200,
      body: { ...IGNORED, reason: 'uninteresting' },
      calls: 2,
    });
    expect(answer.record).toEqual(before);
  });

  it('is nothing to note, if its record went at that moment', async () => {
    const world = await canceled();
    const gone = refusing(world, /GET sync.*interaction-/, 404);
    expect(await follow(world, CREATED, gone)).toMatchObject({
      status: 200,
      body: { ...IGNORED, reason: 'uninteresting' },
    });
  });
});

describe('the log of what happens to Interactions', () => {
  it('tells the event and its Conversation', async () => {
    const world = await canceled();
    const { log } = await follow(world, { EventType: 'onParticipantLeft', ParticipantType: 'agent' });
    const { conversationSid } = world;
    expect(log).toMatchObject({ event: 'onParticipantLeft', outcome: 'rerouted', conversationSid });
  });

  it('tells that an event does not concern us, and nothing about it', async () => {
    const { log } = await follow(await canceled(), { EventType: 'onParticipantJoined' });
    expect(log).toMatchObject({ event: 'uninteresting', outcome: 'ignored', reason: 'uninteresting' });
    expect(log).not.toHaveProperty('conversationSid');
  });
});
