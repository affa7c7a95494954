import type { Deployment } from './deployment';

/** Lets the manual clock run until a promise is settled. */
export async function settled<Value>(deployment: Deployment, work: Promise<Value>): Promise<Value> {
  const progress = { isDone: false };
  const watched = work.finally(() => {
    progress.isDone = true;
  });
  while (!progress.isDone) await deployment.settle(100);
  return watched;
}
