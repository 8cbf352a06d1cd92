import { describe, expect, it } from 'vitest'
import { parseArxivId } from '../../src/digest/arxiv-id.ts'
import { parseDoi } from '../../src/digest/identity.ts'
import { classifyLink, findLinks, parseLink } from '../../src/digest/link.ts'

describe('parseLink', () => {
  it.each(['https://arxiv.org/abs/2411.01234', 'http://example.org:8080/a?b=c#d', 'https://x.github.io/y/'])(
    'takes %s',
    (url) => {
      expect(parseLink(url)).toBe(url)
    },
  )

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<b>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.test',
    '//evil.test/x',
    'https://good@evil',
    'https://evil.test\\@good',
    'http://[::1]',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'https://good@evil.test/',
    'https://user:pass@evil.test/',
    'https://evil.test\\@good.org/',
    'http://[::1]/',
    'http://127.0.0.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://localhost/',
    `https://example.org/${'a'.repeat(5000)}`,
    'https://exa\u200bmple.org/',
    'https://example.org/a b',
    'https://',
    'http:///x',
    '',
  ])('B8 drops %s', (url) => {
    expect(parseLink(url)).toBeUndefined()
  })

  it('B8 shows a host in another script as punycode', () => {
    expect(parseLink('https://\u0430rxiv.org/abs/1')).toBe('https://xn--rxiv-43d.org/abs/1')
  })
})

describe('findLinks', () => {
  it('finds addresses without the punctuation around them', () => {
    expect(
      findLinks(
        'Code: https://github.com/x/y. See (https://x.github.io/a_(b)), https://a.org/b?c=d; or http://a.org/b!',
      ),
    ).toEqual(['https://github.com/x/y', 'https://x.github.io/a_(b)', 'https://a.org/b?c=d', 'http://a.org/b'])
  })

  it('sorts them', () => {
    const kinds = [
      'https://github.com/x/y',
      'https://arxiv.org/abs/1',
      'https://arxiv.org/pdf/1',
      'https://huggingface.co/papers/1',
      'https://huggingface.co/x',
      'https://x.org/a.PDF',
      'https://x.org',
    ]
    expect(kinds.map((url) => classifyLink(url))).toEqual([
      'code',
      'paper',
      'pdf',
      'discussion',
      'project',
      'pdf',
      'project',
    ])
  })
})

describe('parseArxivId', () => {
  it.each([
    ['2411.01234', '2411.01234'],
    ['arXiv:2411.01234v2', '2411.01234', 2],
    ['hep-th/9901001', 'hep-th/9901001'],
    ['math.GT/0309136v1', 'math/0309136', 1],
    ['https://arxiv.org/abs/2411.01234v3', '2411.01234', 3],
    ['http://arxiv.org/pdf/2411.01234v1.pdf', '2411.01234', 1],
    ['https://arxiv.org/html/2411.01234v1/x', '2411.01234', 1],
    ['https://www.arxiv.org/abs/2411.01234?utm_source=x', '2411.01234'],
    ['https://export.arxiv.org/abs/cs/0501001', 'cs/0501001'],
    ['https://huggingface.co/papers/2411.01234#community', '2411.01234'],
    ['https://www.alphaxiv.org/abs/2411.01234', '2411.01234'],
    ['https://alphaxiv.org/overview/2411.01234v2', '2411.01234', 2],
    ['https://doi.org/10.48550/arXiv.2411.01234', '2411.01234'],
    ['10.48550/arxiv.2411.01234', '2411.01234'],
    ['oai:arXiv.org:2609.31763v1', '2609.31763', 1],
    ['https://ar5iv.labs.arxiv.org/html/0704.0001', '0704.0001'],
    ['https://huggingface.co/login?next=%2Fpapers%2F2411.01234', '2411.01234'],
  ])('reads %s', (text, arxivId, version?: number) => {
    expect(parseArxivId(text)).toEqual({ arxivId, ...(version === undefined ? {} : { version }) })
  })

  it.each([
    '',
    '2411.1234',
    '0704.00001',
    '2413.01234',
    '1234567',
    'https://example.org/2411.01234',
    'https://arxiv.org/list/cs.CL/recent',
    '2411.012345',
    'version 2411.01234 of it',
    'foo/9901001',
  ])('finds none in "%s"', (text) => {
    expect(parseArxivId(text)).toBeUndefined()
  })
})

describe('parseDoi', () => {
  it('reads a DOI wherever it stands, in lower case', () => {
    expect(
      ['10.1234/AbC.5', 'doi:10.1234/abc.5.', 'https://dx.doi.org/10.1234/aBC.5)'].map((text) => parseDoi(text)),
    ).toEqual(Array(3).fill('10.1234/abc.5'))
    expect(parseDoi('10.12/x')).toBeUndefined()
  })
})
