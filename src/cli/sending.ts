/** Sends a campaign with a line of progress, and says how it ended; `send --list`, `campaigns resume` and `retry` share it. */
import { formatCount, formatCounts } from './counts.ts'
import type { App } from '../app.ts'
import { runSender } from '../app/sending/sender.ts'
import { sendAlarm } from '../app/sending/alarm.ts'
import type { OpenedLedger } from '../app/store.ts'
import { formatInstant } from '../clock.ts'
import type { Campaign } from '../delivery/campaign.ts'
import type { SenderResult } from '../delivery/sending/send-campaign.ts'
import { exitCode } from './exit-code.ts'
import type { CommonOptions } from './options.ts'
import { print, printJson, say } from './output.ts'
import { startProgress } from './progress.ts'
import { onStopSignal } from './stop-signal.ts'

/** Sends from where the ledger stands and sets the exit code. */
export async function sendAndReport(
  app: App,
  opened: OpenedLedger,
  campaign: Campaign,
  options: CommonOptions,
): Promise<void> {
  const before = await opened.ledger.count(campaign.id)
  if (campaign.status === 'finished') {
    reportEnd(campaign, { ended: 'finished', counts: before }, options)
    say('It had finished before: nothing was sent now.')
    return
  }
  const open = before.queued + before.claimed + before.at_dot + before.deferred
  const progress = startProgress('Sending', open)
  using stop = onStopSignal()
  const result = await runSender(app, opened, campaign, {
    signal: stop.signal,
    onSettled: (_delivery, { event }) => {
      if (event !== 'release') progress.step(1, event)
    },
  }).finally(() => progress.end())
  reportEnd(campaign, result, options)
  if (result.ended === 'paused') await sendAlarm(app, campaign, result)
}

/** What came of it, and the exit code: the same whether this command sent it or one before, so that a script may ask again. */
function reportEnd(campaign: Campaign, result: SenderResult, { json }: CommonOptions): void {
  if (json === true) printJson({ campaign: campaign.id, subject: campaign.subject, ...result })
  else print(formatCounts(result.counts))
  say(describeEnd(campaign, result))
  process.exitCode = exitCodeOfResult(result)
}

function describeEnd({ id, subject }: Campaign, { ended, reason, counts, nextDueMs }: SenderResult): string {
  const resume = `courant campaigns resume ${id}`
  switch (ended) {
    case 'finished':
      return counts.in_doubt > 0
        ? `Finished, but ${counts.in_doubt} are in doubt: "courant campaigns report ${id} --status in_doubt" names them, "courant campaigns retry ${id} --in-doubt" sends to them again.`
        : `Finished: "${subject}", campaign ${id}.`
    case 'waiting':
      return `${formatCount(counts.deferred, 'reader')} deferred, the next until ${formatInstant(nextDueMs ?? 0)}. Go on then with: ${resume}`
    case 'paused':
      return `Campaign ${id} is paused: ${(reason ?? 'by hand').replace(/\.$/, '')}. Go on with: ${resume}`
    case 'cancelled':
      return `Campaign ${id} is cancelled.`
    case 'stopped':
      return `Stopped in good order; nothing is lost or in doubt. Go on with: ${resume}`
    default:
      return ended satisfies never
  }
}

/** 0 when every recipient was accepted, or who said stop got what they asked for; 75 is "come back to it". */
function exitCodeOfResult({ ended, counts }: SenderResult): number {
  if (ended === 'stopped') return exitCode.ok
  if (ended !== 'finished' || counts.deferred + counts.in_doubt > 0) return exitCode.tryLater
  return counts.failed > 0 ? exitCode.noRecipient : exitCode.ok
}
