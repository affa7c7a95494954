import { breakDeliberately, copyProject } from './break-deliberately';
import { DELIBERATE_BREAKS } from './deliberate-breaks';

/** Breaks every invariant once, and tells which test noticed it. */
async function breakIt(words: readonly string[]): Promise<void> {
  const chosen = DELIBERATE_BREAKS.filter((one) =>
    words.every((word) => `${one.invariant} ${one.breaks} ${one.file}`.includes(word)),
  );
  const { folder, remove } = await copyProject();
  let unnoticed = 0;
  for (const one of chosen) {
    const { isNoticed, failure } = await breakDeliberately(one, folder);
    console.log(`${isNoticed ? 'noticed  ' : 'UNNOTICED'}  ${one.breaks}  (${one.test}, ${one.name})`);
    if (!isNoticed) {
      unnoticed += 1;
      console.log(failure);
    }
  }
  await remove();
  if (unnoticed > 0) process.exitCode = 1;
}

breakIt(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
