import { useEffect, useRef } from 'preact/hooks';
import type { MessageView } from '../snapshot';

interface ThreadProps {
  readonly messages: readonly MessageView[];
  /** Whose messages stand on the right. */
  readonly own: 'customer' | 'agent';
  /** Whose they are if there are several, e.g. in a group MMS. */
  readonly me?: string;
  readonly empty: string;
}

/** A conversation as a chat shows it. */
export function Thread({ messages, own, me, empty }: ThreadProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [messages.length]);
  if (messages.length === 0) return <p class="empty">{empty}</p>;
  return (
    <ol class="thread" ref={list} aria-live="polite" tabIndex={0}>
      {messages.map(({ index, side, author, body, delivery }) => {
        const isOwn = side === own && (me === undefined || author === me);
        return (
          <li key={index} class={`bubble ${isOwn ? 'own' : 'other'} ${side}`}>
            {!isOwn && <span class="author">{author}</span>}
            <span>{body}</span>
            {own === 'agent' && delivery !== null && (
              <span class={`delivery ${delivery.startsWith('failed') ? 'bad' : ''}`}>{delivery}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
