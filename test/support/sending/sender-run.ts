import { createOwner } from '../../../src/delivery/sending/owner.ts'
import { createPace } from '../../../src/delivery/sending/pace.ts'
import type { SenderRun } from '../../../src/delivery/sending/sender-run.ts'
import type { Route } from '../../../src/delivery/transport.ts'

type Given = Pick<SenderRun, 'campaign' | 'ledger' | 'compose'> & { readonly route: Route }

/** As the settings have it by default. */
const retry = {
  waitsMs: [5, 10, 20, 40, 80, 160, 240].map((minutes) => minutes * 60_000),
  giveUpAfterMs: 5 * 86_400_000,
}

/** One run of a sender over one route, with the clock of the machine, at any pace, and without patience for what is deferred. */
export function aSenderRun({ route, ...given }: Given, changes: Partial<SenderRun> = {}): SenderRun {
  return {
    ...given,
    owner: createOwner(),
    routes: [{ route, weight: 1 }],
    connections: 4,
    pace: createPace(undefined, { ledger: given.ledger, key: 'all', now: Date.now }),
    retry,
    now: Date.now,
    signal: new AbortController().signal,
    giveUpAfterMs: 3000,
    patienceMs: 0,
    ...changes,
  }
}
