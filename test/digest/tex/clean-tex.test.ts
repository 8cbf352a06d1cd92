import { describe, expect, it } from 'vitest'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'

describe('cleanTex', () => {
  it.each([
    [String.raw`See $\href{https://example.org/a}{\texttt{example.org/a}}$.`, 'See https://example.org/a.'],
    [String.raw`\href{https://example.org/a}{\textbf{our page}}`, 'our page (https://example.org/a)'],
    [String.raw`\href{https://example.org/a}{here}.`, 'here (https://example.org/a).'],
  ])('keeps the address of %s once', (text, clean) => {
    expect(cleanTex(text)).toBe(clean)
  })

  it.each([
    [String.raw`L$_{\infty}$-algebra`, 'L_∞-algebra'],
    [String.raw`$x_{\theta}^{\infty}$`, 'x_θ^∞'],
    [String.raw`$a_{i,j}$`, 'a_(i,j)'],
  ])('writes the index of %s without needless brackets', (text, clean) => {
    expect(cleanTex(text)).toBe(clean)
  })
})
