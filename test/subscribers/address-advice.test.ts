import { describe, expect, it } from 'vitest'
import { adviseAddress, describeAdvice } from '../../src/subscribers/address-advice.ts'
import { address } from '../support/readers.ts'

describe('adviseAddress', () => {
  it.each([
    ['ann@gmial.com', 'may be a slip of the keys for ann@gmail.com'],
    ['ann@gmai.com', 'may be a slip of the keys for ann@gmail.com'],
    ['ann@hotmial.com', 'may be a slip of the keys for ann@hotmail.com'],
    ['ann@outlok.com', 'may be a slip of the keys for ann@outlook.com'],
    ['ann@yahooo.com', 'may be a slip of the keys for ann@yahoo.com'],
    ['ann@mailinator.com', 'is a mailbox that lives for minutes'],
    ['info@example.com', 'is read by several people or by a machine'],
    ['аnn@example.com', 'looks like another address'],
  ])('of %s says that it %s', (text, note) => {
    expect(describeAdvice(adviseAddress(address(text)))).toBe(note)
  })

  it.each([
    'ann@gmail.com',
    'ann@ymail.com',
    'ann@mail.com',
    'ann@gmx.net',
    'ann@gmx.at',
    'ann@example.com',
    'ann@me.com',
    'anna.info@example.com',
  ])('has nothing to say of %s', (text) => {
    expect(describeAdvice(adviseAddress(address(text)))).toBeUndefined()
  })
})
