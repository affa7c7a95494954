import { STREAMED_TYPES } from '../../setup/needed-events';
import { leadsTo } from '../../setup/resource';
import { destinationOf, EVENT_STREAMS_PATH, isPassword } from '../../setup/resources/event-streams';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

/** One sink has to lead here, with the right password, and be subscribed to every type. */
export async function checkEventStreams({ client, url, variables }: Patient): Promise<Finding[]> {
  const { sinks, subscriptions } = client.events.v1;
  const here = (await sinks.list()).filter((sink) => leadsTo(destinationOf(sink), url, EVENT_STREAMS_PATH));
  const [sink] = here;
  if (!sink) return [finding('event-streams-missing', `${url}${EVENT_STREAMS_PATH}`)];
  const ofSinks = await Promise.all(here.map(({ sid }) => subscriptions.list({ sinkSid: sid })));
  const types = await Promise.all(
    ofSinks.flat().map(({ sid }) => subscriptions(sid).subscribedEvents.list()),
  );
  const told = types.flat().map(({ type }) => type);
  return [
    ...(here.length > 1 ? [finding('event-streams-twice', here.map(({ sid }) => sid).join(', '))] : []),
    ...here
      .filter((one) => !isPassword(destinationOf(one), variables.EVENT_STREAMS_PASSWORD ?? ''))
      .map(({ sid }) => finding('event-streams-password', sid)),
    ...here
      .filter(({ status }) => status === 'failed')
      .map(({ sid }) => finding('event-streams-failed', sid)),
    ...STREAMED_TYPES.filter((type) => !told.includes(type)).map((type) =>
      finding('event-streams-types', type),
    ),
  ];
}
