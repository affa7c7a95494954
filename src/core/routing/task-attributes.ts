import type { Customer } from '../conversations/identify-customer';

/**
 * The attributes of the task that is offered to an agent. Flex adds its own (`flexInteractionSid`,
 * `conversationSid`, `channelType`, `direction`, `customers`, `conversations`, …).
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api#task-attributes
 */
export function taskAttributes(customer: Customer): Record<string, unknown> {
  const { address, businessAddress, entry } = customer;
  const name = customer.name ?? address;
  return {
    ...entry.attributes,
    ...(address === undefined ? {} : { customerAddress: address }),
    // `from` is what Flex UI shows, `customerName` what it shows for email and what Flex Insights reports.
    ...(name === undefined ? {} : { from: name, customerName: name }),
    ...(businessAddress === undefined ? {} : { businessAddress }),
  };
}
