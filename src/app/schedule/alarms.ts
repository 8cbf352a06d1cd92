/** The wiring of alarms: what did not go out in, one mail to the owner and a failed ping out. */
import type { App } from '../../app.ts'
import { mailOwner } from '../sending/alarm.ts'
import { AppError } from '../../errors.ts'
import type { SchedulerEvent } from '../../schedule/scheduler-ports.ts'
import type { DaemonOptions } from './daemon-event.ts'

/** Runs that are missed together, after a long sleep, are told in one mail. */
const alarmAfterMs = 500

/** Collects what did not go out, and tells the owner by one mail and one failed ping; what did is a ping. */
export function createAlarms(app: App, options: DaemonOptions): { push: (event: SchedulerEvent) => void } {
  let pending: string[] = []
  const fail = (error: unknown): void => options.onEvent({ kind: 'alarm.failed', error })
  return {
    push(event) {
      if (event.kind === 'run.settled' && event.outcome.status === 'sent') ping(app, '').catch(fail)
      const reason = findAlarm(event)
      if (reason === undefined || !('run' in event)) return
      const { schedule, due } = event.run
      pending.push(`${schedule}, due at ${due.replace('T', ' ')}: ${reason}`)
      if (pending.length > 1) return
      setTimeout(() => {
        const lines = pending
        pending = []
        raiseAlarm(app, lines).catch(fail)
      }, alarmAfterMs)
    },
  }
}

async function raiseAlarm(app: App, lines: readonly string[]): Promise<void> {
  await ping(app, '/fail')
  const count = lines.length === 1 ? 'An issue' : `${lines.length} issues`
  const isTaken = await mailOwner(app, {
    subject: `Not sent: ${count === 'An issue' ? 'an issue that was due' : `${count} that were due`}`,
    text: `${count} did not go out.\n\n${lines.join('\n')}\n\nThe coming ones: courant schedule next\n`,
  })
  if (!isTaken) throw new AppError('unavailable', 'the mail server did not take the alarm to the owner')
}

async function ping({ config }: App, path: string): Promise<void> {
  const { pingUrl } = config.alarm
  if (pingUrl === undefined) return
  await fetch(`${pingUrl}${path}`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
}

/** Why an issue that was due did not go out; undefined for every other event. */
function findAlarm(event: SchedulerEvent): string | undefined {
  if (event.kind === 'run.missed') return event.reason
  return event.kind === 'run.settled' && event.outcome.status === 'failed' ? event.outcome.detail : undefined
}
