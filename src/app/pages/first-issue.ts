import type { App } from '../../app.ts'
import { buildSchedules } from '../../schedule/build-schedules.ts'
import { findFirstDelivery } from '../../schedule/delivery-time.ts'
import { defaultWeekday, type DeliveryWishes } from '../../subscribers/profile.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'

/** When a reader of a list with these wishes gets their next issue, in words; undefined where no schedule tells. */
export function findFirstIssue(app: App, list: ListSlug, wishes: DeliveryWishes): string | undefined {
  const now = app.clock.now()
  const schedules = buildSchedules(app.config.schedules, app.source)
  const coming = schedules
    .filter((schedule) => (schedule.list ?? schedule.name) === list)
    .flatMap((schedule) => {
      const at = findFirstDelivery({ weekday: defaultWeekday, ...wishes }, schedule, now)
      return at === undefined ? [] : [{ at, zone: wishes.zone ?? schedule.zone }]
    })
    .sort((one, other) => (one.at < other.at ? -1 : 1))
  const [first] = coming
  return first && formatTime(first.at, first.zone, app.config.newsletter.language)
}

function formatTime(at: string, zone: string, language: string): string {
  const day = { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const
  return `${new Intl.DateTimeFormat(language, { ...day, timeZone: zone }).format(new Date(at))} (${zone})`
}
