import type { Choice, Questions } from '../setup/choose';
import { CommandError } from './command-error';

/** Questions at the terminal of this process. */
export async function askAtTerminal(): Promise<Questions & { confirm(question: string): Promise<boolean> }> {
  // Published as an ES module only, and needed only where somebody can be asked.
  const prompts = await import('@clack/prompts');
  const answered = <Value>(answer: Value | symbol): Value => {
    if (prompts.isCancel(answer)) throw new CommandError('Cancelled; nothing was changed.');
    return answer as Value;
  };
  const toOptions = (choices: readonly Choice[]) => choices.map(({ value, label }) => ({ value, label }));
  return {
    several: async (message, choices, chosen) =>
      answered<string[]>(
        await prompts.multiselect({
          message,
          options: toOptions(choices),
          initialValues: [...chosen],
          required: false,
        }),
      ),
    one: async (message, choices) =>
      answered<string>(await prompts.select({ message, options: toOptions(choices) })),
    confirm: async (message) => answered<boolean>(await prompts.confirm({ message, initialValue: false })),
  };
}
