/** The wiring of campaigns: a prepared issue and a list in, a campaign in the ledger and its sending out. */
import type { App, PreparedIssue } from '../../app.ts'
import { checkApproved } from './approval.ts'
import { buildLinks, buildMailFrom, smtpOptions } from './delivery.ts'
import type { OpenedLedger } from '../store.ts'
import { formatInstant, type Instant } from '../../clock.ts'
import type { Campaign, InDoubtPolicy } from '../../delivery/campaign.ts'
import type { ClaimedDelivery } from '../../delivery/delivery.ts'
import { createDkimSigner, type DkimSigner } from '../../delivery/dkim/dkim.ts'
import { parseDkimKey } from '../../delivery/dkim/dkim-key.ts'
import { compileMessage, type Scratch } from '../../delivery/message-template.ts'
import { buildRecipient } from '../../delivery/recipient.ts'
import { defaultBreakerLimits } from '../../delivery/sending/breaker.ts'
import type { SettledDelivery } from '../../delivery/sending/connection.ts'
import { createOwner } from '../../delivery/sending/owner.ts'
import { createDomainPace, createPace, limitRate, parseRate } from '../../delivery/sending/pace.ts'
import type { WeightedRoute } from '../../delivery/sending/route-gate.ts'
import { sendCampaign, type SenderResult, type SenderRun } from '../../delivery/sending/send-campaign.ts'
import { openSmtpRoute } from '../../delivery/smtp/smtp-route.ts'
import type { OutgoingMessage } from '../../delivery/transport.ts'
import { AppError } from '../../errors.ts'
import type { Newsletter } from '../../issue/issue.ts'
import { addressKey } from '../../mail/address.ts'
import { domainOf } from '../../mail/message-id.ts'
import type { RenderedIssue } from '../../rendering/rendering.ts'
import { createSuppressionStore } from '../../store/suppressions.ts'

/** What is frozen with a campaign: all that its messages are made of, so that every run sends the same octets. */
export interface CampaignContent {
  readonly newsletter: Newsletter
  readonly issueHash: string
  readonly date: Instant
  /** By profile key; empty is the issue as it is. */
  readonly renderings: Readonly<Record<string, RenderedIssue>>
}

/** Choices for a new campaign. */
export interface CampaignChoices {
  readonly list: string
  readonly inDoubt?: InDoubtPolicy
  readonly scheduledFor?: Instant
}

/** The campaign of this issue to this list: the one that is there, or a new one with its recipients frozen. */
export async function ensureCampaign(
  app: App,
  { ledger }: OpenedLedger,
  { issue, newsletter, rendered }: PreparedIssue,
  choices: CampaignChoices,
): Promise<Campaign> {
  const known = await ledger.findCampaignOf(choices.list, issue.hash)
  if (known) return known
  const now = app.clock.now()
  const content: CampaignContent = { newsletter, issueHash: issue.hash, date: now, renderings: { '': rendered } }
  const draft = {
    list: choices.list,
    subject: issue.subject,
    issueHash: issue.hash,
    inDoubt: choices.inDoubt ?? app.config.delivery.inDoubt,
    content: JSON.stringify(content),
    ...(choices.scheduledFor === undefined ? {} : { scheduledFor: choices.scheduledFor }),
  }
  return ledger.createCampaign(draft, now)
}

/** How a sending is watched and stopped. */
export interface SendingControl {
  readonly signal: AbortSignal
  /** How long to wait for deferred deliveries. */
  readonly patienceMs?: number
  readonly onSettled?: (delivery: ClaimedDelivery, settled: SettledDelivery) => void
}

/** Sends a campaign from where its ledger stands. @throws AppError `conflict` when it is cancelled or finished */
export async function runSender(
  app: App,
  opened: OpenedLedger,
  campaign: Campaign,
  control: SendingControl,
): Promise<SenderResult> {
  const { ledger } = opened
  const running = await startIfNeeded(app, opened, campaign)
  const now = Date.now
  const compose = await buildComposer(app, opened, running)
  const suppressing: Promise<unknown>[] = []
  const run: SenderRun = {
    campaign: running,
    ledger,
    owner: createOwner(),
    routes: buildRoutes(app),
    connections: app.config.smtp.connections,
    compose,
    ...buildPaces(app, opened),
    retry: buildRetryPolicy(app),
    breaker: { ...defaultBreakerLimits, bounceRate: app.config.delivery.pauseAtBounceRate },
    now,
    signal: control.signal,
    giveUpAfterMs: 60_000,
    patienceMs: control.patienceMs ?? 0,
    onSettled(delivery, settled) {
      if (settled.suppress) suppressing.push(suppress(opened, delivery, settled.detail))
      control.onSettled?.(delivery, settled)
    },
  }
  const result = await sendCampaign(run)
  await Promise.all(suppressing)
  return result
}

/** A paused campaign goes on only when somebody resumes it; a draft or one that is due starts. */
async function startIfNeeded(app: App, opened: OpenedLedger, { id, status }: Campaign): Promise<Campaign> {
  const { ledger } = opened
  const now = app.clock.now()
  switch (status) {
    case 'draft':
    case 'scheduled':
      await checkApproved(opened, { id })
      return ledger.moveCampaign(id, 'start', { now })
    case 'running': {
      const current = await ledger.findCampaign(id)
      if (current) return current
      throw new AppError('not_found', `There is no campaign ${id}.`)
    }
    case 'paused':
      throw new AppError('conflict', `Campaign ${id} is paused: go on with "courant campaigns resume ${id}".`)
    case 'cancelled':
    case 'finished':
      throw new AppError(
        'conflict',
        `Campaign ${id} of this issue to this list is ${status}; see "courant campaigns report ${id}".`,
      )
    default:
      return status satisfies never
  }
}

/** Composes and signs one reader's message from the frozen content. */
async function buildComposer(
  app: App,
  { ledger }: OpenedLedger,
  { id, list }: Campaign,
): Promise<(delivery: ClaimedDelivery, scratch: Scratch) => OutgoingMessage | Promise<OutgoingMessage>> {
  const content = JSON.parse(await ledger.getContent(id)) as CampaignContent
  const { newsletter, issueHash, date, renderings } = content
  const { idempotencyHeader } = app.config.delivery
  const header = { newsletter, issueHash, date, ...(idempotencyHeader === undefined ? {} : { idempotencyHeader }) }
  const templates = new Map(Object.entries(renderings).map(([key, one]) => [key, compileMessage(one, header)]))
  const plain = templates.get('')
  const links = buildLinks(app, newsletter, date)
  const mailFrom = buildMailFrom(app, newsletter, issueHash)
  const signer = buildSigner(app, newsletter)
  return ({ address, displayName, subscriberId, variant }, scratch) => {
    const template = templates.get(variant) ?? plain
    if (!template) throw new AppError('internal', `Campaign ${id} has no rendering.`)
    const mailbox = displayName === undefined ? { address } : { address, displayName }
    const { octets } = template.compose(buildRecipient(mailbox, links, { list, subscriberId }), scratch)
    const envelope = { mailFrom: mailFrom(address), rcptTo: address }
    if (!signer) return { envelope, octets: [octets], hasNoLineDot: true }
    return signer.sign(octets).then((fields) => ({ envelope, octets: [fields, octets], hasNoLineDot: true }))
  }
}

/** The signer of the settings; undefined where the mail server signs. */
export function buildSigner({ config: { dkim }, secrets }: App, newsletter: Newsletter): DkimSigner | undefined {
  const domain = dkim.domain ?? domainOf(newsletter.from.address)
  const keys = [
    [secrets.dkimKey, dkim.selector],
    [secrets.dkimEd25519Key, dkim.ed25519Selector],
  ] as const
  const present = keys.flatMap(([pem, selector]) =>
    pem === undefined ? [] : [parseDkimKey(pem, { domain, selector })],
  )
  return present.length === 0 ? undefined : createDkimSigner(present)
}

function buildRetryPolicy({ config: { delivery } }: App): SenderRun['retry'] {
  return {
    waitsMs: delivery.retryMinutes.map((minutes) => minutes * 60_000),
    giveUpAfterMs: delivery.giveUpDays * 86_400_000,
  }
}

function buildRoutes(app: App): WeightedRoute[] {
  const first = smtpOptions(app)
  const others = app.config.smtp.others.map(({ weight, user, ...server }) => ({
    weight,
    route: openSmtpRoute({
      ...first,
      host: server.host,
      port: server.port ?? (server.security === 'tls' ? 465 : 587),
      security: server.security,
      ...(user === undefined ? {} : { user }),
    }),
  }))
  return [{ route: openSmtpRoute(first), weight: 1 }, ...others]
}

function buildPaces({ config: { delivery } }: App, { ledger }: OpenedLedger): Pick<SenderRun, 'pace' | 'domainPaces'> {
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

/** A mailbox that does not exist is not mailed again, by any campaign. */
async function suppress({ store }: OpenedLedger, { address }: ClaimedDelivery, detail: string): Promise<void> {
  await createSuppressionStore(store.db).insert({
    key: addressKey(address),
    reason: 'hard_bounce',
    since: formatInstant(Date.now()),
    source: detail.slice(0, 200),
  })
}
