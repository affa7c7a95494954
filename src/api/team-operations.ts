import { interactionCommand } from '../core/interaction-status/interaction-command';
import { inviteCommand } from '../core/invites/invite-command';
import { closeCommand } from '../core/leave/close-command';
import { leaveCommand } from '../core/leave/leave-command';
import { listParkedCommand } from '../core/park/list-parked-command';
import { parkCommand } from '../core/park/park-command';
import { resumeCommand } from '../core/park/resume-command';
import { addParticipantCommand } from '../core/participants/add-participant-command';
import { listParticipantsCommand } from '../core/participants/list-participants-command';
import { transferCommand } from '../core/transfer/transfer-command';
import { agentOperation } from './agent-operation';
import {
  addedSchema,
  closeOutcomeSchema,
  interactionSchema,
  invitedSchema,
  leaveOutcomeSchema,
  parkedListSchema,
  parkOutcomeSchema,
  participantsSchema,
  resumeOutcomeSchema,
} from './answers';
import type { Operation } from './operation';

const HANDLE =
  'Name the Interaction in one way: by `taskSid` (the own task, the cheapest), by `interactionSid` with `channelSid`, or by `conversationSid`.';
const ONE_TARGET =
  'Name one target: `workerSid`, `queueSid` or `workflowSid`. The same `requestId` again within a day is the same request; without one, the same again within a minute, unless its Invite has ended.';

const INVITE_ERRORS = [
  'not_your_interaction',
  'interaction_not_found',
  'already_in',
  'already_invited',
  'request_id_reused',
] as const;

/** The URLs by which agents work together. */
export const TEAM_OPERATIONS: readonly Operation[] = [
  agentOperation(inviteCommand, {
    summary: 'Invite an agent, a queue or a workflow',
    description: `${HANDLE} ${ONE_TARGET}`,
    answers: [
      {
        status: 201,
        description: 'The Invite was sent, or had been by the same request.',
        body: invitedSchema,
      },
    ],
    errors: INVITE_ERRORS,
  }),
  agentOperation(transferCommand, {
    summary: 'Hand a customer over',
    description: `Warm: both agents stay. Cold: the caller leaves as soon as somebody has joined, and stays if nobody does. ${HANDLE} ${ONE_TARGET}`,
    answers: [
      {
        status: 201,
        description: 'The Invite was sent, or had been by the same request.',
        body: invitedSchema,
      },
    ],
    errors: INVITE_ERRORS,
  }),
  agentOperation(listParticipantsCommand, {
    summary: 'List who is in an Interaction',
    description: HANDLE,
    answers: [{ status: 200, description: 'Who is in it now.', body: participantsSchema }],
    errors: ['not_your_interaction', 'interaction_not_found'],
  }),
  agentOperation(addParticipantCommand, {
    summary: 'Add somebody who is no agent',
    description: `Such as another recipient of an email. Agents are added by Invites. It is not repeatable: after an error look who is there. ${HANDLE}`,
    answers: [{ status: 201, description: 'The participant was added.', body: addedSchema }],
    errors: [
      'not_your_interaction',
      'interaction_not_found',
      'destination_not_allowed',
      'sender_not_allowed',
    ],
  }),
  agentOperation(parkCommand, {
    summary: 'Park an Interaction',
    description: `It comes back when the customer writes, or when somebody resumes it. ${HANDLE}`,
    answers: [{ status: 200, description: 'It is parked.', body: parkOutcomeSchema }],
    errors: ['not_your_interaction', 'interaction_not_found', 'already_in'],
  }),
  agentOperation(resumeCommand, {
    summary: 'Resume a parked Interaction',
    description: `The caller gets an Invite. Any agent may resume what is parked, or what nobody serves. ${HANDLE}`,
    answers: [{ status: 200, description: 'Somebody serves it, or is invited.', body: resumeOutcomeSchema }],
    errors: ['interaction_not_found'],
  }),
  agentOperation(listParkedCommand, {
    summary: 'List what is parked',
    description:
      "The caller's own; all for a supervisor. A page may be short, or empty, and have a cursor all the same.",
    answers: [{ status: 200, description: 'A page of it.', body: parkedListSchema }],
  }),
  agentOperation(leaveCommand, {
    summary: 'Leave an Interaction',
    description: `The others go on. If nobody would stay with the customer it is refused, or closed with \`ifLast\` set to \`close\`. ${HANDLE}`,
    answers: [{ status: 200, description: 'The caller is not in it.', body: leaveOutcomeSchema }],
    errors: ['not_your_interaction', 'interaction_not_found', 'last_agent'],
  }),
  agentOperation(closeCommand, {
    summary: 'Close an Interaction',
    description: `For everybody in it. ${HANDLE}`,
    answers: [{ status: 200, description: 'It is closed.', body: closeOutcomeSchema }],
    errors: ['not_your_interaction', 'interaction_not_found'],
  }),
  agentOperation(interactionCommand, {
    summary: 'Show what became of an Interaction',
    description: `Twilio sets channels up later than it answers; this tells whether it did. ${HANDLE}`,
    answers: [{ status: 200, description: 'As it stands now.', body: interactionSchema }],
    errors: ['not_your_interaction', 'interaction_not_found'],
  }),
];
