import type * as v from 'valibot';
import type * as client from '../../packages/flex-interactions-client/src';
import type * as documented from '../../src/api/answers';
import { OPERATIONS } from '../../src/api/operations';
import type { ApiErrorCode } from '../../src/core/endpoints/api-error';
import type { inviteCommand } from '../../src/core/invites/invite-command';
import type { leaveCommand } from '../../src/core/leave/leave-command';
import type { clickToChat } from '../../src/core/outreach/click-to-chat';
import type { clickToEmail } from '../../src/core/outreach/click-to-email';
import type { clickToSms } from '../../src/core/outreach/click-to-sms';
import type { clickToWhatsapp } from '../../src/core/outreach/click-to-whatsapp';
import type { listParkedCommand } from '../../src/core/park/list-parked-command';
import type { addParticipantCommand } from '../../src/core/participants/add-participant-command';
import type { transferCommand } from '../../src/core/transfer/transfer-command';

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Input<Command extends { readonly input: v.GenericSchema }> = v.InferOutput<Command['input']>;
type Takes<Parameters, Command extends { readonly input: v.GenericSchema }> = Same<
  KeysOf<Parameters>,
  keyof Input<Command>
>;
type Answers<Type, Schema extends v.GenericSchema> = Same<Type, v.InferOutput<Schema>>;

/** None of these compiles if the client's types differ from the schemas. */
const CHECKS: readonly true[] = [
  true satisfies Takes<client.ClickToSms, typeof clickToSms>,
  true satisfies Takes<client.ClickToWhatsapp, typeof clickToWhatsapp>,
  true satisfies Takes<client.ClickToEmail, typeof clickToEmail>,
  true satisfies Takes<client.ClickToChat, typeof clickToChat>,
  true satisfies Takes<client.Invite, typeof inviteCommand>,
  true satisfies Takes<client.Transfer, typeof transferCommand>,
  true satisfies Takes<client.Leave, typeof leaveCommand>,
  true satisfies Takes<client.AddParticipant, typeof addParticipantCommand>,
  true satisfies Takes<client.ListParked, typeof listParkedCommand>,
  true satisfies Same<client.ErrorCode, ApiErrorCode>,
  true satisfies Answers<client.Reached, typeof documented.reachedSchema>,
  true satisfies Answers<client.Invited, typeof documented.invitedSchema>,
  true satisfies Answers<client.Participants, typeof documented.participantsSchema>,
  true satisfies Answers<client.Added, typeof documented.addedSchema>,
  true satisfies Answers<client.Parked, typeof documented.parkOutcomeSchema>,
  true satisfies Answers<client.Resumed, typeof documented.resumeOutcomeSchema>,
  true satisfies Answers<client.ParkedList, typeof documented.parkedListSchema>,
  true satisfies Answers<client.Left, typeof documented.leaveOutcomeSchema>,
  true satisfies Answers<client.Closed, typeof documented.closeOutcomeSchema>,
  true satisfies Answers<client.InteractionStatus, typeof documented.interactionSchema>,
];

it('the client has a type for every answer that agents get', () => {
  const bodies = OPERATIONS.filter(({ caller }) => caller === 'agent').flatMap(({ answers }) =>
    answers.map(({ body }) => body),
  );
  expect(CHECKS.length).toBeGreaterThanOrEqual(new Set(bodies).size);
});
