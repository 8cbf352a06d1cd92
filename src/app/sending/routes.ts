/** The wiring of the way out: which servers, how fast, and when again. */
import type { App } from '../../app.ts'
import { findTransportPlugin } from '../plugins.ts'
import { defaultPort, smtpOptions } from './delivery.ts'
import type { OpenedLedger } from '../store.ts'
import { createPluginRoute } from '../../delivery/plugin-transport.ts'
import { createDomainPace, createPace, limitRate, parseRate } from '../../delivery/sending/pace.ts'
import type { WeightedRoute } from '../../delivery/sending/route-gate.ts'
import type { SenderRun } from '../../delivery/sending/sender-run.ts'
import type { SmtpOptions } from '../../delivery/smtp/smtp-options.ts'
import { openSmtpRoute } from '../../delivery/smtp/smtp-route.ts'

/** When a deferred recipient is tried again. */
export function buildRetryPolicy({ config: { delivery } }: App): SenderRun['retry'] {
  return {
    waitsMs: delivery.retryMinutes.map((minutes) => minutes * 60_000),
    giveUpAfterMs: delivery.giveUpDays * 86_400_000,
  }
}

/** The servers of the settings and their shares, or the plug-in instead. */
export async function buildRoutes(app: App): Promise<WeightedRoute[]> {
  const plugin = await findTransportPlugin(app)
  if (plugin) return [{ route: createPluginRoute(plugin, app.config.plugins.transport ?? ''), weight: 1 }]
  const weights = [1, ...app.config.smtp.others.map(({ weight }) => weight)]
  return listServers(app).map((server, index) => ({ route: openSmtpRoute(server), weight: weights[index] ?? 1 }))
}

/** Every server of the settings; what another one does not say is as of the first. */
export function listServers(app: App): SmtpOptions[] {
  const first = smtpOptions(app)
  const others = app.config.smtp.others.map(({ host, port, security, user }) => ({
    ...first,
    host,
    port: port ?? defaultPort(security),
    security,
    ...(user === undefined ? {} : { user }),
  }))
  return [first, ...others]
}

/** The pace of everything, and those of single receiving domains. */
export function buildPaces(
  { config: { delivery } }: App,
  { ledger }: OpenedLedger,
): Pick<SenderRun, 'pace' | 'domainPaces'> {
  const rate = delivery.rate === undefined ? undefined : parseRate(delivery.rate)
  const now = Date.now
  const domainPaces = new Map(
    Object.entries(delivery.domainRates).map(([domain, text]) => {
      const key = `domain:${domain.toLowerCase()}`
      return [domain.toLowerCase(), createDomainPace(parseRate(text), { ledger, key, now })]
    }),
  )
  return { pace: createPace(limitRate(rate, delivery.warmup, now()), { ledger, key: 'all', now }), domainPaces }
}
