import { describe, expect, it } from 'vitest'
import { classifyMessage } from '../../../src/delivery/bounces/classify.ts'

const mail = (field: string, body = 'Back on Monday.'): Buffer =>
  Buffer.from(`From: Ada <ada@example.org>\nTo: papers@news.example.com\n${field}\n\n${body}\n`)

describe('classifyMessage, answers that nobody wrote', () => {
  it.each([
    'Auto-Submitted: auto-replied (vacation)',
    'Precedence: auto_reply',
    'X-Autoreply: yes',
    'X-Vacation: 1',
    'Subject: Automatic reply: Your papers of today',
    'Subject: AUTO: Ada is out of the office (returning 3 May)',
    'Subject: Automatische Antwort: Papers',
    'Subject: Abwesenheitsnotiz',
    'Subject: Réponse automatique : Papers',
    'Subject: Respuesta automática: Papers',
    'Subject: Automatisch antwoord: Papers',
    'Subject: [Automatyczna odpowiedź] Papers',
    'Subject: =?utf-8?B?0JDQstGC0L7QvtGC0LLQtdGC?=',
    'Subject: =?utf-8?B?6Ieq5YuV5b+c562U?=',
  ])('knows one by %s (RFC 3834 §2)', async (field) => {
    expect(await classifyMessage(mail(field))).toMatchObject({
      kind: 'auto_reply',
      recipients: [{ address: 'ada@example.org' }],
    })
  })

  it.each(['Subject: Re: Your papers of today', 'Subject: automatic differentiation', 'Precedence: bulk'])(
    'takes none for one by %s',
    async (field) => {
      expect((await classifyMessage(mail(field, 'Nice papers.'))).kind).toBe('none')
    },
  )
})

describe('classifyMessage, readers who want to leave', () => {
  it.each(['unsubscribe', 'Please remove me from your mailing list', 'take me off this list', 'Abmelden!'])(
    'takes the line "%s" for a wish',
    async (line) => {
      expect((await classifyMessage(mail('Subject: Re: papers', line))).kind).toBe('unsubscribe')
    },
  )

  it('leaves a sentence that mentions it to a person', async () => {
    const { kind } = await classifyMessage(mail('Subject: hello', 'I do not want to unsubscribe, but where is page 2?'))
    expect(kind).toBe('none')
  })
})
