import { describe, expect, it } from 'vitest'
import { brief, read } from '../import/read-support.ts'

/** Lists of invented readers, one who stays and one who left, in octets that are no UTF-8: encoding, first name, base64. */
const lists = [
  [
    'windows-1251',
    'Анна',
    '3esuIO/u9/LgO8js/zvR8uDy8/EKYUBleGFtcGxlLmNvbTvA7e3gO8Dq8uji5e0KYkBleGFtcGxlLmNvbTvB7vDo8TvO8u/o8eDtCg==',
  ],
  [
    'koi8-r',
    'Анна',
    '/MwuINDP3tTBO+nN0Tvz1MHU1dMKYUBleGFtcGxlLmNvbTvhzs7BO+HL1MnXxc4KYkBleGFtcGxlLmNvbTviz9LJ0zvv1NDJ08HOCg==',
  ],
  [
    'windows-1250',
    'Jiří',
    'RS1tYWlsO0pt6W5vO1N0YXYKYUBleGFtcGxlLmNvbTtKafjtO3D4aWhs4ZplbgpiQGV4YW1wbGUuY29tO45hbmV0YTtvZGhs4Zplbgo=',
  ],
  [
    'shift_jis',
    '青木',
    'g4GBW4OLg0GDaIOMg1gsjoGWvCyP85HUCmFAZXhhbXBsZS5jb20skMKW2CyUepBNkoYKYkBleGFtcGxlLmNvbSyUbo/qLInwj5wK',
  ],
  [
    'euc-jp',
    '青木',
    'peGhvKXrpaKlyaXspbksu+HMviy+9cLWCmFAZXhhbXBsZS5jb20swMTM2izH27+uw+YKYkBleGFtcGxlLmNvbSzHz77sLLLyvfwK',
  ],
  ['gb18030', '安', '08rP5CzQ1cP7LNe0zKwKYUBleGFtcGxlLmNvbSywsizS0bap1MQKYkBleGFtcGxlLmNvbSyw1yzS0c3LtqkK'],
  ['big5', '安', 'uXGkbLZspfMsqW2mVyyqrLpBCmFAZXhhbXBsZS5jb20spncspHetcb5cCmJAZXhhbXBsZS5jb20spdUspHewaK1xCg=='],
  ['euc-kr', '안', 'wMy43sDPLMDMuKcsu/PFwgphQGV4YW1wbGUuY29tLL7ILLG4tbYKYkBleGFtcGxlLmNvbSy52iy89r3FsMW6zgo='],
  [
    'windows-1252',
    'Ägidius',
    'RS1NYWlsLUFkcmVzc2U7Vm9ybmFtZTtTdGF0dXMKYUBleGFtcGxlLmNvbTvEZ2lkaXVzO2Jlc3TkdGlndApiQGV4YW1wbGUuY29tO0Jq9nJuO2dla/xuZGlndAo=',
  ],
] as const

describe('a list from before Unicode', () => {
  it.each(lists)('is read by the words that it holds: %s', async (encoding, first, base64) => {
    const file = await read(Buffer.from(base64, 'base64'))
    expect(file.encoding).toBe(encoding)
    expect(brief(file)).toEqual([
      `2 confirmed a@example.com ${first}`,
      expect.stringContaining('3 unsubscribed b@example.com'),
    ])
  })

  it('is refused where no word of its header is known, because a column may say who left', async () => {
    const octets = Buffer.from(
      '83768389 2c 93fa967b8cea 0a 61406578616d706c652e636f6d 2c 93fa967b 0a'.replaceAll(' ', ''),
      'hex',
    )
    await expect(read(octets)).rejects.toThrow(/readers\.csv is not in UTF-8.*--encoding/)
    expect((await read(octets, 'readers.csv', { encoding: 'shift_jis' })).rows).toHaveLength(1)
  })

  it('loses no reader to one odd line below a header that can be read', async () => {
    const octets = Buffer.concat([
      Buffer.from('email,name\na@example.com,'),
      Buffer.from('93fa967b', 'hex'),
      Buffer.from('\nb@example.com,Ben\n'),
    ])
    expect((await read(octets)).rows).toHaveLength(2)
  })
})
