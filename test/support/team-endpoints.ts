import { agentEndpoint } from '../../src/core/agents/agent-endpoint';
import type { Handler } from '../../src/core/endpoints/endpoint';
import { interactionCommand } from '../../src/core/interaction-status/interaction-command';
import { inviteCommand } from '../../src/core/invites/invite-command';
import { closeCommand } from '../../src/core/leave/close-command';
import { leaveCommand } from '../../src/core/leave/leave-command';
import { listParkedCommand } from '../../src/core/park/list-parked-command';
import { parkCommand } from '../../src/core/park/park-command';
import { resumeCommand } from '../../src/core/park/resume-command';
import { addParticipantCommand } from '../../src/core/participants/add-participant-command';
import { listParticipantsCommand } from '../../src/core/participants/list-participants-command';
import type { Platform } from '../../src/core/platform';
import { transferCommand } from '../../src/core/transfer/transfer-command';

/** The endpoints by which agents work together. */
export const TEAM_ENDPOINTS: Readonly<Record<string, (platform: Platform) => Handler>> = {
  '/agent/invite': (platform) => agentEndpoint(inviteCommand, platform),
  '/agent/transfer': (platform) => agentEndpoint(transferCommand, platform),
  '/agent/participants/list': (platform) => agentEndpoint(listParticipantsCommand, platform),
  '/agent/participants/add': (platform) => agentEndpoint(addParticipantCommand, platform),
  '/agent/park': (platform) => agentEndpoint(parkCommand, platform),
  '/agent/resume': (platform) => agentEndpoint(resumeCommand, platform),
  '/agent/parked': (platform) => agentEndpoint(listParkedCommand, platform),
  '/agent/leave': (platform) => agentEndpoint(leaveCommand, platform),
  '/agent/close': (platform) => agentEndpoint(closeCommand, platform),
  '/agent/interaction': (platform) => agentEndpoint(interactionCommand, platform),
};
