import type { Twilio } from 'twilio';
import { CommandError } from '../terminal/command-error';

/** What Flex has made in the account. */
interface FlexFacts {
  /** Starts with GO. */
  readonly instanceSid: string;
  readonly workspaceSid: string | undefined;
  readonly chatServiceSid: string | undefined;
  /** Of Conversations; Flex wants it to be its own. */
  readonly defaultServiceSid: string;
}

/** @throws CommandError if the account has no Flex */
export async function readFlex(client: Twilio): Promise<FlexFacts> {
  const [flex, conversations] = await Promise.all([
    client.flexApi.v1.configuration().fetch(),
    client.conversations.v1.configuration().fetch(),
  ]);
  if (!flex.flexInstanceSid) throw new CommandError('This account has no Flex instance.');
  return {
    instanceSid: flex.flexInstanceSid,
    workspaceSid: flex.taskrouterWorkspaceSid || undefined,
    chatServiceSid: flex.chatServiceInstanceSid || undefined,
    defaultServiceSid: conversations.defaultChatServiceSid,
  };
}
