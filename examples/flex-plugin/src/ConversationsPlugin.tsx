import React from 'react';
import { CustomizationProvider } from '@twilio-paste/core/customization';
import { FlexPlugin } from '@twilio/flex-plugin';
import type * as Flex from '@twilio/flex-ui';
import { FlexInteractionsClient } from 'flex-interactions-client';
import { CustomerRecord } from './components/CustomerRecord';
import { ParkedList } from './components/ParkedList';
import { TaskActions } from './components/TaskActions';
import { directoryOf } from './directory';

const PLUGIN_NAME = 'ConversationsPlugin';

/** Adds the buttons of Flex Conversations Functions to the agent's desktop. */
export default class ConversationsPlugin extends FlexPlugin {
  constructor() {
    super(PLUGIN_NAME);
  }

  init(flex: typeof Flex, manager: Flex.Manager): void {
    const baseUrl = process.env.FLEX_APP_FUNCTIONS_URL;
    if (baseUrl === undefined) throw new Error('Set FLEX_APP_FUNCTIONS_URL, as .env.example shows');
    const interactions = new FlexInteractionsClient({
      baseUrl,
      // Flex renews it from time to time.
      getToken: () => manager.user.token,
    });
    flex.setProviders({ PasteThemeProvider: CustomizationProvider });
    flex.CRMContainer.Content.replace(
      <CustomerRecord key="conversations-customer-record" interactions={interactions} />,
    );
    flex.TaskCanvas.Content.add(
      <TaskActions
        key="conversations-task-actions"
        interactions={interactions}
        directory={directoryOf(manager)}
      />,
      { sortOrder: 1, if: ({ task }: Flex.TaskContextProps) => isTalking(flex, task) },
    );
    flex.AgentDesktopView.Panel1.Content.add(
      <ParkedList key="conversations-parked-list" interactions={interactions} />,
      { sortOrder: 1000 },
    );
  }
}

/** Whether the agent is in the Conversation of a task. */
function isTalking(flex: typeof Flex, task: Flex.ITask | undefined): boolean {
  return task !== undefined && flex.TaskHelper.isCBMTask(task) && task.status === 'accepted';
}
