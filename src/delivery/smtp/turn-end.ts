/** Puts work off to the end of this turn of the event loop, where it is done in one go. */
export type TurnEnd = (work: () => void) => void

/**
 * Shared by the sessions to one server: what they all have to write leaves one after another. A server that finds the
 * next message when it has read one goes on reading; one that has gone to sleep costs the sender a wake-up per message.
 */
export function createTurnEnd(): TurnEnd {
  let works: (() => void)[] = []
  const doAll = (): void => {
    const due = works
    works = []
    for (const work of due) work()
  }
  return (work) => {
    if (works.push(work) === 1) setImmediate(doAll)
  }
}
