import type { DeliveryRequest } from '../../simulator/kernel/deliveries';
import { checkDelivery } from '../../simulator/payloads/check-delivery';

const delivery = (from: DeliveryRequest['from'], title: string, form: Record<string, string>) => ({
  from,
  title,
  form,
  url: 'https://example.com',
  timeoutMs: 1,
});

const CREATED = {
  EventType: 'onInteractionCreated',
  AccountSid: 'AC1',
  InstanceSid: 'GO1',
  InteractionSid: 'KD1',
  MediaChannelType: 'sms',
};

describe('a webhook that Twilio would not send', () => {
  it.each([
    ['lacks a field', { ...CREATED }, 'InstanceSid', /has no InstanceSid/],
    ['has a field of its own', { ...CREATED, Weather: 'fair' }, '', /unknown field Weather/],
  ])('is not sent if it %s', (_, form: Record<string, string>, removed, problem) => {
    const given = Object.fromEntries(Object.entries(form).filter(([name]) => name !== removed));
    expect(() => {
      checkDelivery(delivery('interactions', 'onInteractionCreated', given));
    }).toThrow(problem);
  });

  it.each(['conversations', 'interactions', 'taskrouter'] as const)(
    'is not sent if %s has no such event',
    (from) => {
      expect(() => {
        checkDelivery(delivery(from, 'onRain', {}));
      }).toThrow('no documented event onRain');
    },
  );

  it('is sent if it is as documented', () => {
    expect(() => {
      checkDelivery(delivery('interactions', 'onInteractionCreated', CREATED));
    }).not.toThrow();
  });

  it('is not sent to Event Streams with data of its own', () => {
    const event = {
      specversion: '1.0',
      type: 'com.twilio.conversations.participant.added',
      source: '',
      id: '',
      dataschema: '',
      datacontenttype: '',
      time: '',
      data: { AccountSid: 'AC1' },
    };
    const send = (json: unknown) => () => {
      checkDelivery({ ...delivery('event streams', 'any', {}), json });
    };
    expect(send([event])).toThrow('has no ParticipantSid');
    expect(send([{ ...event, type: 'com.twilio.rain' }])).toThrow('no documented event');
    expect(send({ ...event, extra: 1 })).toThrow('unknown field extra');
  });
});
