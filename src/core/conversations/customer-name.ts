import * as v from 'valibot';

/**
 * The customer's name in the attributes of a Conversation, set by whoever made it, or by Flex's web chat from its
 * pre-engagement form.
 *
 * @param attributesJson as Twilio writes them
 */
export function customerNameFrom(attributesJson: string | undefined): string | undefined {
  const parsed = v.safeParse(customerNameSchema, attributesJson);
  if (!parsed.success) return undefined;
  return parsed.output.customerName ?? parsed.output.pre_engagement_data?.friendlyName;
}

const customerNameSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    customerName: v.fallback(v.optional(v.string()), undefined),
    pre_engagement_data: v.fallback(
      v.optional(v.object({ friendlyName: v.optional(v.string()) })),
      undefined,
    ),
  }),
);
