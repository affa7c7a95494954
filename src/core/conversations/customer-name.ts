import * as v from 'valibot';

/**
 * The customer's name in the attributes of a Conversation, set by whoever made it, or by Flex's web chat from its
 * pre-engagement form.
 *
 * @param attributes as Twilio writes them, or already read
 */
export function customerNameFrom(
  attributes: string | Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const parsed = v.safeParse(customerNameSchema, attributes);
  if (!parsed.success) return undefined;
  return parsed.output.customerName ?? parsed.output.pre_engagement_data?.friendlyName;
}

const customerNameSchema = v.pipe(
  v.union([v.pipe(v.string(), v.parseJson()), v.record(v.string(), v.unknown())]),
  v.object({
    customerName: v.fallback(v.optional(v.string()), undefined),
    pre_engagement_data: v.fallback(
      v.optional(v.object({ friendlyName: v.optional(v.string()) })),
      undefined,
    ),
  }),
);
