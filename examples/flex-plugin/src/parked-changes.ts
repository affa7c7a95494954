const changes = new EventTarget();

/** Tells the list that something was parked. */
export function announceParked(): void {
  changes.dispatchEvent(new Event('parked'));
}

/** Hears when something was parked; the returned function ends that. */
export function onParked(listener: () => void): () => void {
  changes.addEventListener('parked', listener);
  return () => {
    changes.removeEventListener('parked', listener);
  };
}
