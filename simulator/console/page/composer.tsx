import { useState } from 'preact/hooks';

interface ComposerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly disabled?: boolean;
  readonly onSend: (text: string) => void;
}

/** A text field that sends on Enter. */
export function Composer({ label, placeholder, disabled = false, onSend }: ComposerProps) {
  const [text, setText] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    onSend(text);
    setText('');
  };
  return (
    <form class="composer" onSubmit={submit}>
      <input
        aria-label={label}
        placeholder={placeholder}
        value={text}
        disabled={disabled}
        onInput={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <button type="submit" class="primary" disabled={disabled || text.trim() === ''}>
        Send
      </button>
    </form>
  );
}
