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
    'Subject: Automaattinen vastaus: Papers',
    'Subject: =?utf-8?B?zpHPhc+Ez4zOvM6xz4TOtyDOsc+AzqzOvc+EzrfPg863?=',
    'Subject: =?utf-8?B?2LHYryDYqtmE2YLYp9im2Yo=?=',
    'X-Auto-Response-Suppress: All',
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

describe('classifyMessage, words of others in a mail that is no report', () => {
  const words = 'Your message could not be delivered.\n\n<bob@example.net>: 550 5.1.1 User unknown\n'

  it('takes an absent reader for absent, whatever the answer says and the null return path (RFC 3834 §4)', async () => {
    const field = 'Return-Path: <>\nSubject: Automatic reply: Papers'
    expect((await classifyMessage(mail(field, words))).kind).toBe('auto_reply')
  })

  it('takes no list for a mail system, although others talk of bounces in it', async () => {
    const field = 'Subject: Undelivered Mail Returned to Sender\nList-Id: <talk.lists.example.net>'
    expect((await classifyMessage(mail(field, words))).kind).toBe('none')
  })
})

describe('classifyMessage, readers who want to leave', () => {
  it.each([
    'unsubscribe',
    'Please remove me from your mailing list',
    'take me off this list',
    'Hi, please unsubscribe me from your mailing list. Thanks',
    'Stop sending me these emails.',
    'Could you please remove my email address from your mailing list?',
    'Abmelden!',
    'Bitte melden Sie mich vom Newsletter ab.',
    'Bitte streichen Sie mich von Ihrer Liste',
    'Merci de me désabonner',
    'Veuillez me désinscrire de votre liste.',
    'Quiero darme de baja de esta lista',
    'Cancellatemi dalla lista',
    'Por favor, remova-me da lista',
    'Uitschrijven aub',
    'Отпишите меня, пожалуйста',
    'Proszę o wypisanie z listy',
    'Abonelikten çık',
    '配信停止をお願いします',
    '退订',
  ])('takes the line "%s" for a wish', async (line) => {
    expect((await classifyMessage(mail('Subject: Re: papers', line))).kind).toBe('unsubscribe')
  })

  it.each([
    'I do not want to unsubscribe, but where is page 2?',
    'How do I unsubscribe my old address and keep this one?',
    'Please do not remove me from the list, I was on holiday.',
    'Stop press: our paper is out',
    'Remove the emoji from the subject, please',
    'Merci',
  ])('leaves the sentence "%s" to a person', async (line) => {
    expect((await classifyMessage(mail('Subject: hello', line))).kind).toBe('none')
  })
})
