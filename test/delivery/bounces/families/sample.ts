/** A bounce of one mail system, and what it should be taken for: kind, reason and address of its one recipient. */
export interface Sample {
  readonly system: string
  readonly from: string
  readonly subject: string
  /** What a person would read. */
  readonly body: string
  /** Fields of the recipient in message/delivery-status; absent where the system sends none. */
  readonly report?: string
  readonly expected: string
}

const copy = `Return-Path: <bounces@news.example.com>
Received: from news.example.com by mx.example.net; Thu, 29 Apr 2010 11:04:47 +0900
From: Papers <papers@news.example.com>
To: ada@example.org
Subject: Your papers of today
Message-ID: <1@news.example.com>
`

/** The octets of a sample: a report (RFC 3464) where it has one, else words and the copy below them. */
export function formatSample({ from, subject, body, report }: Sample): Buffer {
  const header = `Return-Path: <>\nFrom: ${from}\nTo: bounces@news.example.com\nSubject: ${subject}\nMIME-Version: 1.0\n`
  if (report === undefined) {
    return toOctets(`${header}Content-Type: text/plain; charset=utf-8\n\n${body}\n${copy}\nThe text.\n`)
  }
  const parts = [
    `Content-Type: text/plain; charset=utf-8\n\n${body}`,
    `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n${report}`,
    `Content-Type: text/rfc822-headers\n\n${copy}`,
  ]
  const mixed = parts.map((part) => `--b\n${part}\n`).join('')
  return toOctets(`${header}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n${mixed}--b--\n`)
}

function toOctets(text: string): Buffer {
  return Buffer.from(text.replaceAll('\n', '\r\n'))
}
