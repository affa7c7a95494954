import { InputError } from '../../src/core/endpoints/input-error';
import { parseTaskEvent } from '../../src/core/task-events/task-event';

const sid = (prefix: string, digit = '1') => `${prefix}${digit.repeat(32)}`;
const ACCOUNT = sid('AC');
const CHANNEL = { flexInteractionSid: sid('KD'), flexInteractionChannelSid: sid('UO') };
const LEAVING = { workerSid: sid('WK', '2'), participantSid: sid('UT'), taskSid: sid('WT', '2') };

function event(changes: object = {}, attributes: object = {}): object {
  return {
    EventType: 'task.canceled',
    AccountSid: ACCOUNT,
    TaskSid: sid('WT'),
    TaskAttributes: JSON.stringify({ conversationSid: sid('CH'), ...CHANNEL, ...attributes }),
    ...changes,
  };
}

describe('the end of a task', () => {
  it('is read with all that it tells', () => {
    const told = event({
      TaskAge: '31',
      TaskQueueSid: sid('WQ'),
      WorkerSid: sid('WK'),
      Timestamp: '1767225600',
    });
    expect(parseTaskEvent(told, ACCOUNT)).toMatchObject({
      type: 'task.canceled',
      taskSid: sid('WT'),
      conversationSid: sid('CH'),
      channel: { interactionSid: sid('KD'), channelSid: sid('UO') },
      ageSeconds: 31,
      queueSid: sid('WQ'),
      workerSid: sid('WK'),
      occurredAtMs: 1_767_225_600_000,
    });
  });

  it.each([
    ['an age that is no number', { TaskAge: 'old' }, 'ageSeconds'],
    ['a queue that is none', { TaskQueueSid: '' }, 'queueSid'],
    ['a worker that is none', { WorkerSid: 'nobody' }, 'workerSid'],
    ['a time that is none', { Timestamp: 'yesterday' }, 'occurredAtMs'],
    ['a time of another kind', { Timestamp: 1_767_225_600 }, 'occurredAtMs'],
  ])('is read without %s', (_, changes, name) => {
    const parsed = parseTaskEvent(event(changes), ACCOUNT);
    expect(parsed.type).toBe('task.canceled');
    expect(parsed).not.toHaveProperty(name);
  });

  it.each([
    ['of a call', { TaskAttributes: '{"call_sid":"CA1"}' }],
    ['whose attributes are no object', { TaskAttributes: '[1]' }],
    ['whose attributes are no JSON', { TaskAttributes: 'x' }],
    ['without a channel', event({}, { flexInteractionChannelSid: 'x' })],
    ['without an Interaction', event({}, { flexInteractionSid: undefined })],
  ])('%s does not concern us', (_, changes) => {
    expect(parseTaskEvent(event(changes), ACCOUNT)).toEqual({ type: 'uninteresting' });
  });
});

describe('somebody who accepts a task', () => {
  const accepted = (workerAttributes?: unknown, attributes: object = {}) =>
    event(
      { EventType: 'reservation.accepted', WorkerAttributes: workerAttributes },
      { transfer: { mode: 'cold', from: LEAVING }, ...attributes },
    );

  it('tells who leaves, and the chat identity by which they will be seen to have joined', () => {
    expect(parseTaskEvent(accepted('{"contact_uri":"client:grace"}'), ACCOUNT)).toEqual({
      type: 'reservation.accepted',
      taskSid: sid('WT'),
      conversationSid: sid('CH'),
      channel: { interactionSid: sid('KD'), channelSid: sid('UO') },
      leaving: LEAVING,
      identity: 'grace',
    });
  });

  it.each([
    ['none at all', undefined],
    ['none that are a text', 5],
    ['none that are JSON', '{'],
    ['some without an identity', '{"full_name":"Grace"}'],
    ['some with an identity that is none', '{"contact_uri":5}'],
  ])('without an identity where the event has attributes of the worker: %s', (_, workerAttributes) => {
    const parsed = parseTaskEvent(accepted(workerAttributes), ACCOUNT);
    expect(parsed).toMatchObject({ type: 'reservation.accepted', leaving: LEAVING });
    expect(parsed).not.toHaveProperty('identity');
  });

  it('does not concern us unless an agent leaves by it', () => {
    expect(parseTaskEvent(accepted('{}', { transfer: undefined }), ACCOUNT)).toEqual({
      type: 'uninteresting',
    });
  });
});

describe('an event is refused', () => {
  it.each([
    ['EventType', { EventType: undefined }],
    ['EventType', { EventType: '' }],
    ['AccountSid', { AccountSid: sid('AC', '9') }],
    ['TaskSid', { TaskSid: 'x' }],
    ['TaskAttributes', { TaskAttributes: undefined }],
  ])('by the name of its field: %s', (name, changes) => {
    const parse = () => parseTaskEvent(event(changes), ACCOUNT);
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(name);
  });

  it('but not for an account that it does not tell', () => {
    expect(parseTaskEvent(event({ AccountSid: undefined }), ACCOUNT).type).toBe('task.canceled');
  });
});
