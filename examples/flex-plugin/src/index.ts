import * as FlexPlugin from '@twilio/flex-plugin';
import ConversationsPlugin from './ConversationsPlugin';

FlexPlugin.loadPlugin(ConversationsPlugin);
