import { describe, expect, it } from 'vitest'
import { openTestPages, type TestPages } from '../support.ts'

/** The mails that were sent, when all work behind the replies is done. */
async function listMails({ pages, readers }: TestPages): Promise<string[]> {
  await pages.drain()
  const notices = new Set(['welcome', 'changes', 'goodbye'])
  return readers.calls
    .filter(({ action }) => notices.has(action))
    .map(({ action, proof }) => `${action} ${proof.source}`.trim())
}

describe('the mails about what was done on a reader’s pages', () => {
  it('tell what is new after Save, once, and nothing where nothing is', async () => {
    const open = await openTestPages()
    await open.post(open.path('preferences'), { frequency: 'daily' })
    expect(await listMails(open)).toEqual([])
    for (let count = 0; count < 3; count += 1) {
      await open.post(open.path('preferences'), { frequency: 'weekly', weekday: '1', 'topic.video': 'more' })
    }
    expect(await listMails(open)).toEqual([
      expect.stringMatching(/^changes Once a week, the best of seven days, on Monday; More of /),
    ])
  })

  it('are few an hour, whatever is pressed, and come again later', async () => {
    const open = await openTestPages()
    const choose = (maxPapers: number) => open.post(open.path('preferences'), { maxPapers: String(maxPapers) })
    for (let papers = 1; papers <= 20; papers += 1) await choose(papers)
    expect(await listMails(open)).toHaveLength(3)
    open.clock.advance(3600)
    await choose(30)
    expect(await listMails(open)).toHaveLength(4)
  })

  it('say goodbye to whoever left by the button, once', async () => {
    const open = await openTestPages()
    for (let count = 0; count < 2; count += 1) await open.post(open.path('unsubscribe'), { choice: 'unsubscribe' })
    expect(await listMails(open)).toEqual(['goodbye'])
  })

  it('say nothing to a program that unsubscribes with one click (RFC 8058), nor about more or less like this', async () => {
    const open = await openTestPages()
    await open.post(`${open.path('feedback').replace('/feedback/', '/r/')}/more/2607.01038`)
    await open.post(open.path('unsubscribe'), { 'List-Unsubscribe': 'One-Click' }, {})
    expect(open.readers.calls.map(({ action }) => action)).toEqual(['adjust', 'unsubscribe'])
    expect(await listMails(open)).toEqual([])
  })

  it('say nothing to somebody who never confirmed', async () => {
    const open = await openTestPages()
    const ada = open.readers.readers.get('ada@example.com')
    if (!ada) throw new Error('Ada is there.')
    open.readers.readers.set('ada@example.com', { ...ada, status: 'unconfirmed' })
    await open.post(open.path('unsubscribe'), { choice: 'unsubscribe' })
    expect(await listMails(open)).toEqual([])
  })
})
