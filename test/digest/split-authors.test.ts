import { describe, expect, it } from 'vitest'
import { splitAuthors } from '../../src/digest/split-authors.ts'

describe('splitAuthors', () => {
  it.each([
    ['Ann Example, Bo Sample and Cy Specimen', ['Ann Example', 'Bo Sample', 'Cy Specimen']],
    ['Ann Example, Bo Sample, and Cy Specimen', ['Ann Example', 'Bo Sample', 'Cy Specimen']],
    ['Ann, Example, Bo Sample and Cy Specimen, Di', ['Ann', 'Example', 'Bo Sample', 'Cy Specimen', 'Di']],
    ['Ann Example (1 and 2), Bo Sample (2) ((1) A University, (2) B)', ['Ann Example', 'Bo Sample']],
    ['Ann Example, Jr., Bo Sample', ['Ann Example Jr.', 'Bo Sample']],
    ['Example, Ann; Sample, Bo', ['Ann Example', 'Bo Sample']],
    ['Example, Ann;', ['Ann Example']],
    ['Ann Example, Example University; Bo Sample, Lab B', ['Ann Example, Example University', 'Bo Sample, Lab B']],
    ['Lin Zhang, Bo Sample, Lin Zhang', ['Lin Zhang', 'Bo Sample', 'Lin Zhang']],
    ['Ann Example|Bo Sample', ['Ann Example', 'Bo Sample']],
    ['', []],
  ])('reads "%s"', (line, names) => {
    expect(splitAuthors(line)).toEqual(names)
  })
})
