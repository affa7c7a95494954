import { useEffect, useRef, useState } from 'react';
import type { Result } from 'flex-interactions-client';
import { toSentence } from './failure-sentence';

/** What the last call came to. */
export interface Said {
  readonly text: string;
  readonly isProblem: boolean;
}

/** Makes one call at a time, and keeps what there is to say about the last one. */
export function useCall() {
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said>();
  const isShown = useRef(true);
  useEffect(
    () => () => {
      isShown.current = false;
    },
    [],
  );

  /** @returns what was answered; `undefined` after a failure */
  const run = async <Value>(
    call: () => Promise<Result<Value>>,
    toText: (value: Value) => string,
  ): Promise<Value | undefined> => {
    setBusy(true);
    const result = await call();
    // The task may be gone from the screen by now, for instance because it was parked.
    if (isShown.current) {
      setBusy(false);
      setSaid(
        result.ok
          ? { text: toText(result.value), isProblem: false }
          : { text: toSentence(result.error), isProblem: true },
      );
    }
    return result.ok ? result.value : undefined;
  };

  return { isBusy, said, run };
}
