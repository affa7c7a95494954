import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { operationsDriven, operationsOffered, sdkClientOf } from './sdk-client';

const EVERYTHING_IS_SIMULATED = /^$/;
const ADDED = 'com.twilio.conversations.message.added';
const CANCELED = 'com.twilio.taskrouter.task.canceled';

describe('the SDK on Event Streams', () => {
  it('drives every operation that the embedded Twilio offers', async () => {
    const embedded = new EmbeddedTwilio({ clock: new ManualClock(), seed: 'sdk' });
    const { sinks, subscriptions } = sdkClientOf(embedded).events.v1;
    const configuration = { destination: 'https://example.com/events', method: 'POST', batch_events: true };
    const sink = await sinks.create({
      description: 'Ours',
      sinkType: 'webhook',
      sinkConfiguration: configuration,
    });
    expect(sink).toMatchObject({ status: 'initialized', sinkConfiguration: configuration });
    expect((await sinks(sink.sid).sinkTest.create()).result).toBe('submitted');
    expect((await sinks(sink.sid).sinkValidate.create({ testId: '1' })).result).toBe('valid');
    expect((await sinks(sink.sid).update({ description: 'Still ours' })).status).toBe('active');
    expect((await sinks(sink.sid).fetch()).dateCreated).toEqual(new Date('2026-01-05T09:00:00Z'));

    const created = await subscriptions.create({
      description: 'Messages',
      sinkSid: sink.sid,
      types: [{ type: ADDED, schema_version: 2 }],
    });
    const subscription = subscriptions(created.sid);
    expect((await subscription.update({ description: 'Facts' })).sinkSid).toBe(sink.sid);
    expect((await subscription.fetch()).description).toBe('Facts');
    expect(await subscriptions.list({ sinkSid: sink.sid })).toHaveLength(1);
    const { subscribedEvents } = subscription;
    await subscribedEvents.create({ type: CANCELED, schemaVersion: 3 });
    expect((await subscribedEvents.list()).map(({ type }) => type)).toEqual([ADDED, CANCELED]);
    expect((await subscribedEvents(CANCELED).update({ schemaVersion: 4 })).schemaVersion).toBe(4);
    expect((await subscribedEvents(ADDED).fetch()).schemaVersion).toBe(2);
    expect(await subscribedEvents(CANCELED).remove()).toBe(true);

    expect(await sinks.list({ inUse: true })).toHaveLength(1);
    await expect(sinks(sink.sid).remove()).rejects.toMatchObject({ status: 409 });
    expect(await subscription.remove()).toBe(true);
    expect(await sinks(sink.sid).remove()).toBe(true);
    expect(operationsDriven(embedded, 'events_v1')).toEqual(
      operationsOffered('events_v1', EVERYTHING_IS_SIMULATED),
    );
  });
});
