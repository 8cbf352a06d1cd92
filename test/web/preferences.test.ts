import { describe, expect, it } from 'vitest'
import { aWholePaper } from '../support/papers.ts'
import { aRankedPaper } from '../support/ranked-papers.ts'
import { anArchive, anArchivedIssue, openTestPages } from './support.ts'

const everything = {
  frequency: 'weekly',
  weekday: '2',
  hour: '6',
  zone: 'Europe/Berlin',
  length: 'short',
  maxPapers: '8',
  minScore: '12,5',
  snoozedUntil: '2026-12-24',
  quiet: '6',
  words: 'sparse attention\r\n\r\n  graphs ',
  authors: 'Ada Brook',
  exclude: 'blockchain; crypto',
  'topic.video': 'more',
  'topic.agents': 'less',
}

describe('the preferences page', () => {
  it('saves every dial, and shows what was saved', async () => {
    const { get, post, path, readers } = await openTestPages()
    const html = await (await post(path('preferences'), everything)).text()
    expect(html).toContain('Saved.')
    expect(readers.readers.get('ada@example.com')).toMatchObject({
      profile: {
        topics: { agents: -1, video: 1 },
        words: ['graphs', 'sparse attention'],
        authors: ['Ada Brook'],
        exclude: ['blockchain', 'crypto'],
        length: 'short',
        maxPapers: 8,
        minScore: 12.5,
      },
      wishes: {
        frequency: 'weekly',
        weekday: 2,
        hour: 6,
        zone: 'Europe/Berlin',
        snoozedUntil: '2026-12-24',
        quietDays: [6],
      },
    })
    const again = await (await get(path('preferences'))).text()
    expect(again).toContain('value="weekly" checked')
    expect(again).toContain('name="topic.video" value="more" checked')
    expect(again).toContain('>graphs\nsparse attention</textarea>')
    expect(again).toContain('value="2026-12-24"')
    expect(again).toContain('name="quiet" value="6" checked')
  })

  it('keeps the exact weight of a topic whose step was not touched, and of one that is not on the page', async () => {
    const { post, path, readers } = await openTestPages()
    const ada = readers.readers.get('ada@example.com')
    if (!ada) throw new Error('Ada is there.')
    const topics = { video: 1.5, robotics: -0.5, 'a-topic-of-old': 1 }
    readers.readers.set('ada@example.com', { ...ada, profile: { ...ada.profile, topics } })
    await post(path('preferences'), { 'topic.video': 'more', 'topic.robotics': 'same', frequency: 'daily' })
    expect(readers.readers.get('ada@example.com')?.profile.topics).toEqual({ video: 1.5, 'a-topic-of-old': 1 })
  })

  it('offers the topics in force, of any script, and no other', async () => {
    const topics = [{ slug: '海洋-ecology', title: '海洋 ecology' }]
    const { get, post, path, readers } = await openTestPages({ topics })
    expect(await (await get(path('preferences'))).text()).toContain('name="topic.海洋-ecology"')
    await post(path('preferences'), { 'topic.海洋-ecology': 'more', 'topic.video': 'more', frequency: 'daily' })
    expect(readers.readers.get('ada@example.com')?.profile.topics).toEqual({ '海洋-ecology': 1 })
  })

  it('lets a time zone be chosen by its city, and shows one that the list calls by a newer name', async () => {
    const { get, path, readers } = await openTestPages()
    const ada = readers.readers.get('ada@example.com')
    if (!ada) throw new Error('Ada is there.')
    readers.readers.set('ada@example.com', { ...ada, wishes: { frequency: 'daily', hour: 7, zone: 'Asia/Kolkata' } })
    const html = await (await get(path('preferences'))).text()
    expect(html).toContain('<optgroup label="Europe">')
    expect(html).toContain('<option value="America/Argentina/Buenos_Aires">Buenos Aires, Argentina</option>')
    expect(html).toContain('<option value="Asia/Kolkata" selected>Kolkata</option>')
  })

  it.each([
    [{ minScore: 'many' }, 'write a number'],
    [{ zone: 'Mars/Olympus' }, 'is no time zone'],
    [{ hour: '6', zone: '' }, 'Name your time zone too'],
    [{ hour: '99', zone: 'UTC' }, 'between 0 and 23'],
    [{ frequency: 'hourly' }, 'is no frequency'],
    [{ frequency: 'above_score' }, 'Give the lowest score'],
    [{ maxPapers: '0' }, 'between 1 and 100'],
    [{ snoozedUntil: '2026-02-31' }, 'is no day'],
    [{ quiet: '9' }, 'between 1 and 7'],
    [{ length: 'endless' }, 'is no length'],
  ])('says what is wrong with %j, and saves nothing', async (fields, sentence) => {
    const { post, path, readers } = await openTestPages()
    const response = await post(path('preferences'), { frequency: 'daily', ...fields })
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining(sentence)])
    expect(readers.calls).toEqual([])
  })

  it('shows hostile words as words', async () => {
    const { post, path } = await openTestPages()
    const html = await (await post(path('preferences'), { words: '</textarea><script>alert(1)</script>' })).text()
    expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;')
    expect(html).not.toContain('<script')
  })

  it('is for people who are on the list', async () => {
    const { get, path } = await openTestPages()
    expect((await get(path('preferences', { subscriberId: 'nobody@example.com' }))).status).toBe(409)
  })
})

describe('more and less like this', () => {
  const link = (path: string, direction: string, key = '2607.01038'): string =>
    `${path.replace('/feedback/', '/r/')}/${direction}/${encodeURIComponent(key)}`

  it('shows the weight, moves it by a button, and shows it again', async () => {
    const { get, post, path, readers } = await openTestPages()
    const url = link(path('feedback'), 'more')
    const before = await (await get(url)).text()
    expect(before).toMatch(/Weight now<\/span> <b>0</)
    expect(readers.calls).toEqual([])
    const after = await (await post(url)).text()
    expect(after).toMatch(/Weight in your issues<\/span> <b>\+0\.5</)
    await post(url)
    await post(link(path('feedback'), 'less'))
    const weight = readers.readers.get('ada@example.com')?.profile.topics['language-models']
    expect(weight).toBe(0.5)
  })

  it('finds a paper whose key has slashes, percent signs and letters of any script', async () => {
    for (const key of ['hep-th/9901001', 'doi:10.5555/a%2Fb?c#d', 'title:ünïcode / ада']) {
      const archive = anArchive([anArchivedIssue(7, { lead: aRankedPaper({ paper: aWholePaper({ key }) }) })])
      const { get, path } = await openTestPages({ archive })
      expect([key, (await get(link(path('feedback'), 'more', key))).status]).toEqual([key, 200])
    }
  })

  it('says so when no issue has the paper', async () => {
    const { get, path } = await openTestPages()
    expect((await get(link(path('feedback'), 'more', 'unknown'))).status).toBe(404)
  })
})
