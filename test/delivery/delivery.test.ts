import { describe, expect, it } from 'vitest'
import { campaignMoves, moveCampaign, type CampaignEvent, type CampaignStatus } from '../../src/delivery/campaign.ts'
import {
  checkCounts,
  deliveryMoves,
  deliveryStatuses,
  emptyCounts,
  listSources,
  moveDelivery,
  targetOf,
  type DeliveryEvent,
  type DeliveryStatus,
} from '../../src/delivery/delivery.ts'

/** The table of DESIGN, written out a second time: from, event, to. */
const legal: readonly (readonly [DeliveryStatus, DeliveryEvent, DeliveryStatus])[] = [
  ['queued', 'claim', 'claimed'],
  ['queued', 'suppress', 'suppressed'],
  ['claimed', 'at_dot', 'at_dot'],
  ['claimed', 'release', 'queued'],
  ['claimed', 'defer', 'deferred'],
  ['claimed', 'fail', 'failed'],
  ['at_dot', 'accept', 'accepted'],
  ['at_dot', 'release', 'queued'],
  ['at_dot', 'defer', 'deferred'],
  ['at_dot', 'fail', 'failed'],
  ['at_dot', 'doubt', 'in_doubt'],
  ['deferred', 'claim', 'claimed'],
  ['deferred', 'suppress', 'suppressed'],
  ['deferred', 'fail', 'failed'],
  ['failed', 'retry', 'queued'],
  ['in_doubt', 'accept', 'accepted'],
  ['in_doubt', 'defer', 'deferred'],
  ['in_doubt', 'fail', 'failed'],
  ['in_doubt', 'resend', 'queued'],
]
const events: readonly DeliveryEvent[] = [...new Set(legal.map(([, event]) => event))]

describe('moveDelivery', () => {
  it.each(legal)('moves %s by %s to %s', (from, event, to) => {
    expect(moveDelivery(from, event)).toBe(to)
    expect(targetOf(event)).toBe(to)
    expect(listSources(event)).toContain(from)
  })

  it('refuses every other move', () => {
    const isLegal = (status: DeliveryStatus, event: DeliveryEvent): boolean =>
      legal.some(([from, by]) => from === status && by === event)
    const others = deliveryStatuses.flatMap((status) =>
      events.filter((event) => !isLegal(status, event)).map((event) => [status, event] as const),
    )
    expect(others).toHaveLength(deliveryStatuses.length * events.length - legal.length)
    for (const [status, event] of others) expect(() => moveDelivery(status, event)).toThrow(/cannot/)
  })

  it('never leaves accepted and suppressed, and never accepts what was not at its dot', () => {
    expect([deliveryMoves.accepted, deliveryMoves.suppressed]).toEqual([{}, {}])
    expect(listSources('accept')).toEqual(['at_dot', 'in_doubt'])
  })
})

describe('checkCounts', () => {
  it('is content when every recipient is in one status, and says so when not', () => {
    const counts = { ...emptyCounts(), accepted: 5, failed: 2 }
    expect(() => checkCounts(counts, 7)).not.toThrow()
    expect(() => checkCounts(counts, 8)).toThrow(/does not add up: 8 recipients, 7 deliveries/)
  })
})

describe('moveCampaign', () => {
  const rows: readonly (readonly [CampaignStatus, CampaignEvent, CampaignStatus])[] = [
    ['draft', 'schedule', 'scheduled'],
    ['draft', 'start', 'running'],
    ['draft', 'cancel', 'cancelled'],
    ['scheduled', 'start', 'running'],
    ['scheduled', 'pause', 'paused'],
    ['scheduled', 'cancel', 'cancelled'],
    ['running', 'pause', 'paused'],
    ['running', 'cancel', 'cancelled'],
    ['running', 'finish', 'finished'],
    ['running', 'retry', 'running'],
    ['paused', 'resume', 'running'],
    ['paused', 'cancel', 'cancelled'],
    ['paused', 'retry', 'paused'],
    ['finished', 'retry', 'running'],
  ]
  it.each(rows)('moves %s by %s to %s', (from, event, to) => {
    expect(moveCampaign(from, event)).toBe(to)
  })

  it('has no other moves', () => {
    expect(Object.values(campaignMoves).flatMap((moves) => Object.keys(moves))).toHaveLength(rows.length)
    expect(() => moveCampaign('cancelled', 'resume')).toThrow(/cannot resume/)
  })
})
