import type { ConversationActions } from '../conversations/conversation-actions';
import type { ConversationStore } from '../conversations/conversation-store';
import type { World } from '../kernel/world';
import type { TaskRouter } from '../taskrouter/task-router';
import type { StoredWorkspace } from '../taskrouter/workspace';
import type { WorkspaceEvents } from '../taskrouter/workspace-events';
import type { InteractionStore } from './interaction-store';
import type { InteractionWebhooks } from './interaction-webhooks';

/** The products that Flex builds on. */
export interface FlexFoundations {
  readonly store: ConversationStore;
  readonly conversations: ConversationActions;
  readonly workspaces: ReadonlyMap<string, StoredWorkspace>;
  readonly router: TaskRouter;
  readonly taskEvents: WorkspaceEvents;
}

/** What all parts of Flex share. */
export interface FlexWorld extends FlexFoundations {
  readonly world: World;
  readonly interactions: InteractionStore;
  readonly webhooks: InteractionWebhooks;
}
