/** The path of the endpoint of Event Streams. */
export const EVENT_STREAMS_URL = '/webhooks/event-streams';
