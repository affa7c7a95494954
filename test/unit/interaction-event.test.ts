import { InputError } from '../../src/core/endpoints/input-error';
import { parseInteractionEvent } from '../../src/core/interaction-events/interaction-event';

const sid = (prefix: string, digit = '1') => `${prefix}${digit.repeat(32)}`;
const ACCOUNT = sid('AC');
const CHANNEL = { interactionSid: sid('KD'), channelSid: sid('UO') };

function event(changes: object): object {
  return {
    AccountSid: ACCOUNT,
    InteractionSid: sid('KD'),
    ChannelSid: sid('UO'),
    MediaChannelSid: sid('CH'),
    MediaChannelType: 'SMS',
    ...changes,
  };
}

describe('an Interaction webhook', () => {
  it.each([
    [
      { EventType: 'onInteractionCreated' },
      { type: 'onInteractionCreated', interactionSid: sid('KD'), channelType: 'sms' },
    ],
    [
      { EventType: 'onChannelCreateFailed', ErrorCode: '45353' },
      { type: 'onChannelCreateFailed', channel: CHANNEL, errorCode: 45353 },
    ],
    [
      { EventType: 'onChannelStatusUpdated', ChannelStatus: 'Closed' },
      { type: 'onChannelStatusUpdated', channel: CHANNEL, status: 'closed' },
    ],
    [
      { EventType: 'onParticipantLeft', ParticipantType: 'Agent' },
      { type: 'onParticipantLeft', channel: CHANNEL },
    ],
  ])('is read with all that it tells: %j', (changes, told) => {
    expect(parseInteractionEvent(event(changes), ACCOUNT)).toStrictEqual({
      conversationSid: sid('CH'),
      ...told,
    });
  });

  it.each([[undefined], ['none'], ['0']])('is read without an error code that is none: %p', (ErrorCode) => {
    const given = event({ EventType: 'onChannelCreateFailed', ErrorCode });
    expect(parseInteractionEvent(given, ACCOUNT)).toEqual({
      type: 'onChannelCreateFailed',
      conversationSid: sid('CH'),
      channel: CHANNEL,
    });
  });

  it.each([{ InteractionSid: undefined }, { ChannelSid: 'UO1' }])(
    'names no channel by half of its SIDs: %j',
    (changes) => {
      const given = event({ EventType: 'onParticipantLeft', ParticipantType: 'agent', ...changes });
      expect(parseInteractionEvent(given, ACCOUNT)).toEqual({
        type: 'onParticipantLeft',
        conversationSid: sid('CH'),
      });
    },
  );

  it.each([
    { EventType: 'onInteractionCreated', MediaChannelSid: undefined },
    { EventType: 'onInteractionCreated', MediaChannelSid: '' },
    { EventType: 'onParticipantLeft', ParticipantType: 'customer' },
    { EventType: 'onParticipantJoined' },
  ])('does not concern us: %j', (changes) => {
    expect(parseInteractionEvent(event(changes), ACCOUNT)).toEqual({ type: 'uninteresting' });
  });

  it('need not tell its account', () => {
    const given = event({ EventType: 'onInteractionCreated', AccountSid: undefined });
    expect(parseInteractionEvent(given, ACCOUNT).type).toBe('onInteractionCreated');
  });

  it.each([
    [{ EventType: '' }, { EventType: 'is required' }],
    [{ EventType: ['onInteractionCreated'] }, { EventType: 'is required' }],
    [
      { EventType: 'onParticipantJoined', AccountSid: sid('AC', '9') },
      { AccountSid: 'is not the account of this deployment' },
    ],
  ])('is refused, naming what is wrong: %j', (changes, fields) => {
    const parse = () => parseInteractionEvent(event(changes), ACCOUNT);
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(expect.objectContaining({ fields }) as Error);
  });
});
