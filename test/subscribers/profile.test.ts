import { describe, expect, it } from 'vitest'
import {
  adjustProfile,
  buildProfileKey,
  normalizeProfile,
  normalizeWishes,
  plainProfile,
  plainProfileKey,
} from '../../src/subscribers/profile.ts'
import { createSubscriberId } from '../../src/subscribers/subscriber.ts'

describe('a profile', () => {
  it('has one key for one wish, however it was written down', () => {
    const one = { ...plainProfile, topics: { vision: 1, robotics: 1 }, words: ['  diffusion ', 'GNN', 'gnn'] }
    const other = { ...plainProfile, topics: { robotics: 1, vision: 1, nothing: 0 }, words: ['gnn', 'diffusion'] }
    expect(buildProfileKey(one)).toBe(buildProfileKey(other))
    expect(buildProfileKey(plainProfile)).toBe(plainProfileKey)
    expect(buildProfileKey({ ...plainProfile, length: 'short' })).not.toBe(plainProfileKey)
  })

  it('moves by steps that add up, and never without bounds', () => {
    let profile = plainProfile
    for (let step = 0; step < 20; step += 1) profile = adjustProfile(profile, 'vision', 1)
    expect(profile.topics).toEqual({ vision: 3 })
    for (let step = 0; step < 6; step += 1) profile = adjustProfile(profile, 'vision', -1)
    expect(profile.topics).toEqual({})
  })

  it('keeps quiet days in order, once, and a day on which mail may come', () => {
    const daily = { frequency: 'daily' } as const
    expect(normalizeWishes({ ...daily, quietDays: [7, 6, 7] })).toEqual({ ...daily, quietDays: [6, 7] })
    expect(normalizeWishes({ ...daily, quietDays: [] })).toEqual(daily)
    expect(() => normalizeWishes({ ...daily, quietDays: [1, 2, 3, 4, 5, 6, 7] })).toThrow('A week needs a day')
  })

  it('refuses what it cannot hold', () => {
    expect(() => normalizeProfile({ ...plainProfile, maxPapers: 0 })).toThrow(
      'papers an issue must be between 1 and 100',
    )
    expect(() => normalizeProfile({ ...plainProfile, minScore: Number.NaN })).toThrow('score must be between')
    expect(() => normalizeWishes({ frequency: 'daily', hour: 24 })).toThrow('hour must be between 0 and 23')
    expect(() => normalizeWishes({ frequency: 'hourly' as never })).toThrow('"hourly" is no frequency')
    const many = Array.from({ length: 500 }, (_, index) => `word ${index}`)
    expect(normalizeProfile({ ...plainProfile, words: many }).words).toHaveLength(50)
  })
})

describe('createSubscriberId', () => {
  it('gives ids of 26 characters that sort in the order of making', () => {
    const ids = Array.from({ length: 5000 }, (_, index) => createSubscriberId(1_764_000_000_000 - (index % 3)))
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.every((id) => /^[0-9a-z]{26}$/.test(id))).toBe(true)
  })
})
