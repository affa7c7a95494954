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
    });
  });

  it('is read the same if its attributes come as an object', () => {
    const attributes = { conversationSid: sid('CH'), ...CHANNEL };
    expect(parseTaskEvent(event({ TaskAttributes: attributes }), ACCOUNT)).toEqual(
      parseTaskEvent(event(), ACCOUNT),
    );
  });

  it.each([
    ['an age that is no number', { TaskAge: 'old' }, 'ageSeconds'],
    ['an age that it does not tell', { TaskAge: undefined }, 'ageSeconds'],
    ['a queue that is none', { TaskQueueSid: '' }, 'queueSid'],
    ['a worker that is none', { WorkerSid: 'nobody' }, 'workerSid'],
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

  it('is seen by an identity of another form as well', () => {
    const parsed = parseTaskEvent(accepted('{"contact_uri":"sip:client:grace"}'), ACCOUNT);
    expect(parsed).toMatchObject({ identity: 'sip:client:grace' });
  });

  it.each([
    ['none at all', undefined],
    ['none that are a text', 5],
    ['several of them', ['{"contact_uri":"client:grace"}']],
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
    [{ EventType: undefined }, { EventType: 'is required' }],
    [{ EventType: '' }, { EventType: 'is required' }],
    [{ AccountSid: sid('AC', '9') }, { AccountSid: 'is not the account of this deployment' }],
    [{ TaskSid: 'x' }, { TaskSid: expect.any(String) as string }],
    [{ TaskAttributes: undefined }, { TaskAttributes: 'is required' }],
  ])('naming what is wrong: %j', (changes, fields) => {
    const parse = () => parseTaskEvent(event(changes), ACCOUNT);
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(expect.objectContaining({ fields }) as Error);
  });

  it('but not for an account that it does not tell', () => {
    expect(parseTaskEvent(event({ AccountSid: undefined }), ACCOUNT).type).toBe('task.canceled');
  });
});
