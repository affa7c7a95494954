import { useEffect, useRef } from 'preact/hooks';
import type { MessageView } from '../snapshot';

interface ThreadProps {
  readonly messages: readonly MessageView[];
  /** Whose messages stand on the right. */
  readonly own: 'customer' | 'agent';
  readonly empty: string;
}

/** A conversation as a chat shows it. */
export function Thread({ messages, own, empty }: ThreadProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [messages.length]);
  if (messages.length === 0) return <p class="empty">{empty}</p>;
  return (
    <ol class="thread" ref={list} aria-live="polite">
      {messages.map(({ index, side, author, body }) => (
        <li key={index} class={`bubble ${side === own ? 'own' : 'other'} ${side}`}>
          {side !== own && <span class="author">{author}</span>}
          <span>{body}</span>
        </li>
      ))}
    </ol>
  );
}
