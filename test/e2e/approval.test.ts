/** An issue that waits for its owner's word: by the page of the mail, by command, by itself, or never. */
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { servePages } from '../../src/app/pages/pages.ts'
import { decideCampaign } from '../../src/app/sending/approval.ts'
import { runSender } from '../../src/app/sending/sender.ts'
import { openLedger, type OpenedLedger } from '../../src/app/store.ts'
import { getListSlug } from '../../src/subscribers/subscription.ts'
import { everybody, outcomes, readers, withRig, writeDigest, type Rig } from '../support/schedule-rig.ts'

const settings = {
  web: { publicUrl: 'https://news.example.com', port: 0 },
  delivery: { alarmTo: 'owner@news.example.com' },
}
const variables = { COURANT_SECRET: 'a-secret-of-this-test-only' }
const required = { schedule: { approval: 'required' }, settings, variables }

/** The words and the page of each mail to the owner. */
async function readQuestions({ inbox }: Rig): Promise<string[]> {
  const mails = inbox.messages.filter(({ rcptTo }) => rcptTo === 'owner@news.example.com')
  const parsed = await Promise.all(mails.map(({ octets }) => PostalMime.parse(octets)))
  return parsed.map(({ text = '', html = '' }) => `${text}\n${html}`)
}

async function withLedger<T>(rig: Rig, at: string, use: (opened: OpenedLedger) => Promise<T>): Promise<T> {
  await using opened = await openLedger(rig.openAt(at))
  return await use(opened)
}

describe('approval', () => {
  it('waits with a draft and one mail to the owner, on any number of daemons, and sends after the button', async () => {
    await withRig(required, async (rig) => {
      writeDigest(rig.folder, '2026-11-24', ['Slow Clocks', 'Quiet Gradients'])
      const looks = await Promise.all(Array.from({ length: 5 }, () => rig.look('2026-11-24T06:00:00Z')))
      expect(looks.flatMap(outcomes)).toEqual(['waiting'])
      expect(outcomes(await rig.look('2026-11-24T09:00:00Z'))).toEqual(['waiting'])
      expect(rig.gotten()).toEqual([])
      const [question, ...more] = await readQuestions(rig)
      expect(more).toEqual([])
      expect(question).toContain('for 12 readers')
      expect(question).toContain('Slow Clocks')
      const path = /https:\/\/news\.example\.com(\/approve\/\S+)/.exec(question ?? '')?.[1] ?? ''
      // The owner was asleep for far longer than the catch-up window.
      const late = '2026-11-25T05:00:00Z'
      await using service = await servePages(rig.openAt(late), { list: getListSlug('mornings'), onError: () => {} })
      const page = await (await fetch(`${service.url}${path}`)).text()
      expect(page).toContain('Send it')
      expect(outcomes(await rig.look(late))).toEqual(['waiting'])
      const preview = await fetch(`${service.url}${path}/preview`)
      expect(preview.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
      expect(await preview.text()).toContain('Slow Clocks')
      const press = (choice: string) =>
        fetch(`${service.url}${path}`, { method: 'POST', body: new URLSearchParams({ choice }) })
      expect(await (await press('approve')).text()).toContain('Approved')
      expect((await press('approve')).status).toBe(200)
      expect((await press('stop')).status).toBe(409)
      expect(outcomes(await rig.look(late))).toEqual(['sent'])
      expect(rig.gotten()).toEqual(everybody)
    })
  })

  it('goes by itself after the hours, and not before', async () => {
    await withRig({ ...required, schedule: { approval: { hours: 2 } } }, async (rig) => {
      writeDigest(rig.folder, '2026-11-24', ['Slow Clocks'])
      await rig.look('2026-11-24T06:00:00Z')
      expect((await readQuestions(rig))[0]).toContain('by itself at 2026-11-24T08:00:00Z')
      expect(outcomes(await rig.look('2026-11-24T07:59:00Z'))).toEqual(['waiting'])
      expect(outcomes(await rig.look('2026-11-24T08:00:00Z'))).toEqual(['sent'])
      expect(rig.gotten()).toEqual(everybody)
    })
  })

  it('is bound to the issue that was shown, and nothing else starts it', async () => {
    await withRig(required, async (rig) => {
      const at = '2026-11-24T06:00:00Z'
      writeDigest(rig.folder, '2026-11-24', ['Slow Clocks'])
      await rig.look(at)
      const app = rig.openAt(at)
      await withLedger(rig, at, async (opened) => {
        const [campaign] = await opened.ledger.listCampaigns()
        if (!campaign) throw new Error('a campaign was to be made')
        const word = { id: campaign.id, decision: 'approved', by: 'command' } as const
        const never = new AbortController().signal
        await expect(runSender(app, opened, campaign, { signal: never })).rejects.toThrow('waits for its approval')
        await expect(decideCampaign(app, opened, { ...word, hash: 'ab'.repeat(8) })).rejects.toThrow('and not of')
        await expect(decideCampaign(app, opened, { ...word, id: 99 })).rejects.toThrow('waits for no approval')
        await decideCampaign(app, opened, { ...word, hash: campaign.issueHash.slice(0, 16) })
      })
      expect(outcomes(await rig.look(at))).toEqual(['sent'])
    })
  })

  it('sends nothing that was stopped, and its papers may come again', async () => {
    await withRig(required, async (rig) => {
      writeDigest(rig.folder, '2026-11-24', ['Slow Clocks'])
      writeDigest(rig.folder, '2026-11-25', ['Slow Clocks'])
      await rig.look('2026-11-24T06:00:00Z')
      await withLedger(rig, '2026-11-24T07:00:00Z', async (opened) => {
        await decideCampaign(rig.openAt('2026-11-24T07:00:00Z'), opened, { id: 1, decision: 'stopped', by: 'page' })
        expect(await opened.ledger.findCampaign(1)).toMatchObject({ status: 'cancelled' })
      })
      expect(outcomes(await rig.look('2026-11-24T07:00:00Z'))).toEqual(['skipped'])
      expect(outcomes(await rig.look('2026-11-25T06:00:00Z'))).toEqual(['waiting'])
      expect(rig.gotten()).toEqual([])
    })
  })

  it('says no by itself after a week, and tells the owner', async () => {
    await withRig(required, async (rig) => {
      writeDigest(rig.folder, '2026-11-24', ['Slow Clocks'])
      await rig.look('2026-11-24T06:00:00Z')
      const events = await rig.look('2026-12-01T06:00:00Z')
      const again = await rig.look('2026-12-01T06:00:30Z')
      expect([...outcomes(events), ...outcomes(again)].sort()).toEqual(['failed', 'skipped'])
      expect(rig.gotten()).toEqual([])
    })
  })

  it('asks again when the mail that asks was not taken, and counts the hours from the one that was', async () => {
    let isAway = true
    const refuse = (address: string) =>
      isAway && address.startsWith('owner') ? { code: 451, text: '4.3.0 later' } : undefined
    await withRig({ ...required, schedule: { approval: { hours: 1 } }, inbox: { refuse } }, async (rig) => {
      writeDigest(rig.folder, '2026-11-24', ['Slow Clocks'])
      await rig.look('2026-11-24T06:00:00Z')
      expect(outcomes(await rig.look('2026-11-24T07:30:00Z'))).toEqual(['waiting'])
      expect(rig.gotten()).toEqual([])
      isAway = false
      await rig.look('2026-11-24T08:00:00Z')
      expect((await readQuestions(rig))[0]).toContain('by itself at 2026-11-24T09:00:00Z')
      await rig.look('2026-11-24T09:00:00Z')
      expect(rig.gotten()).toHaveLength(readers.length)
    })
  })
})
