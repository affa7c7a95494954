import { channelTypeOfAddress } from '../../../src/core/routing-table/channel-type';
import { defaultTaskChannel } from '../../../src/core/routing/default-task-channel';
import { readFlex } from '../../account/flex';
import { isListedByTwilio, listOwnedAddresses } from '../../account/owned-addresses';
import type { Finding, FindingId } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';
import { addressEntries } from '../patient';

/** Whether what the settings and the routing table name exists and belongs together. */
export async function checkSids(patient: Patient): Promise<Finding[]> {
  const { client, variables } = patient;
  const flex = await readFlex(client);
  const { CONVERSATIONS_SERVICE_SID: service, TASKROUTER_WORKSPACE_SID: workspaceSid } = variables;
  const found: Finding[] = [];
  if (flex.chatServiceSid !== undefined && flex.chatServiceSid !== flex.defaultServiceSid)
    found.push(finding('flex-chat-service-not-default', flex.chatServiceSid));
  if (service && service !== flex.chatServiceSid)
    found.push(finding('conversations-service-not-of-flex', service));
  const owned = await listOwnedAddresses(client);
  for (const [address] of addressEntries(patient))
    if (isListedByTwilio(address) && !owned.includes(address))
      found.push(finding('address-not-owned', address));
  if (!workspaceSid) return found;
  const workspaces = await client.taskrouter.v1.workspaces.list();
  if (!workspaces.some(({ sid }) => sid === workspaceSid))
    return [...found, finding('workspace-missing', workspaceSid)];
  if (flex.workspaceSid !== undefined && flex.workspaceSid !== workspaceSid)
    found.push(finding('workspace-not-of-flex', workspaceSid));
  return [...found, ...(await checkWorkspace(patient, workspaceSid))];
}

async function checkWorkspace(patient: Patient, workspaceSid: string): Promise<Finding[]> {
  const workspace = patient.client.taskrouter.v1.workspaces(workspaceSid);
  const [workflows, queues, channels] = await Promise.all([
    workspace.workflows.list(),
    workspace.taskQueues.list(),
    workspace.taskChannels.list(),
  ]);
  const { TASKROUTER_WORKFLOW_SID, TRANSFER_WORKFLOW_SID, OUTBOUND_QUEUE_SID } = patient.variables;
  const entries = addressEntries(patient);
  const missing = (
    id: FindingId,
    named: readonly (string | undefined)[],
    known: readonly { readonly sid: string; readonly uniqueName?: string }[],
  ): Finding[] =>
    [...new Set(named)]
      .filter((name) => name && !known.some(({ sid, uniqueName }) => sid === name || uniqueName === name))
      .map((name) => finding(id, String(name)));
  const ofTable = entries.flatMap(([, { workflowSid, orphan }]) => [workflowSid, orphan?.workflowSid]);
  return [
    ...missing('workflow-missing', [TASKROUTER_WORKFLOW_SID, TRANSFER_WORKFLOW_SID, ...ofTable], workflows),
    ...missing('queue-missing', [OUTBOUND_QUEUE_SID], queues),
    ...missing('task-channel-missing', entries.map(taskChannelOf), channels),
  ];
}

function taskChannelOf([address, { taskChannel }]: ReturnType<typeof addressEntries>[number]): string {
  return taskChannel ?? defaultTaskChannel(channelTypeOfAddress(address));
}
