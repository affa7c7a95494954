import { eventStreamsEndpoint } from '../../core/event-streams/event-streams-endpoint';

export const handler = eventStreamsEndpoint();
