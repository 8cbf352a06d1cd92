import { describe, expect, it } from 'vitest'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'

/** What is left of TeX in invented sentences, and what it was. */
const restored: [left: string, was: string][] = [
  ['Maps of 96 times 128 cells', 'Maps of 96 × 128 cells'],
  ['A volume of 8 times 16 times 32 cells', 'A volume of 8 × 16 × 32 cells'],
  ['FOXtimesHEN joins two models', 'FOX×HEN joins two models'],
  ['a matrix in R^{ktimes d} and one in R^{d times d}', 'a matrix in R^(k× d) and one in R^(d × d)'],
  ['the ratio phi_q falls', 'the ratio φ_q falls'],
  ['with lambda=3 and theta=psi', 'with λ=3 and θ=psi'],
  ['an ell_1 penalty and an ell_q norm', 'an ℓ₁ penalty and an ℓ_q norm'],
  ['a nabla^2 of it', 'a ∇² of it'],
  ['lceil log N rceil steps', '⌈ log N ⌉ steps'],
  ['y!in!{3,5} and 4!times!4', 'y∈{3,5} and 4×4'],
  ['a sum_{j=1}^{n} of terms', 'a ∑_(j=1)ⁿ of terms'],
  ['with K approx 7 and F1 approx 0.91', 'with K ≈ 7 and F1 ≈ 0.91'],
  ['for less than \\0.3 a page, or \\5 in all', 'for less than $0.3 a page, or $5 in all'],
  ['a textit{S}low method and emph{per se}', 'a Slow method and per se'],
  ['red{Warning: it bites.} For teal{Birds}', 'Warning: it bites. For Birds'],
  ['a boldsymbol u-prediction', 'a u-prediction'],
  ['birds, bees, \\etc. are seen', 'birds, bees, etc. are seen'],
]

/** The same letters where they are English, names, or cannot be told from them. */
const left = [
  'It is 3 times faster, and 12 times 5% is little',
  'We ran it 3 times, 4 times and 5 times more',
  'sometimes Many, at times A, and the NYtimes',
  'Agreement was high (kappa = 0.8), and alpha = 0.9',
  'It needs approx 30 hours, or (approx 5) days',
  'steps \\1) and \\2) of text',
  'the ell, the nabla and the sum_of_all of it',
  'a call of text{one}{two}, or infrared{x}',
  'Wow! in! really',
  'alpha and beta versions of delta, epsilon-greedy and tau-leaping',
]

describe('half stripped TeX', () => {
  it.each(restored)('%s', (text, was) => {
    expect(cleanTex(text)).toBe(was)
  })

  it.each(left)('leaves "%s"', (text) => {
    expect(cleanTex(text)).toBe(text)
  })
})

describe('a tie', () => {
  it('is a space before a command, and else a sign beside a number', () => {
    expect(cleanTex(String.raw`Model 3~\cite{example} costs ~4 or 5~6, and 7~\% of it`)).toBe(
      'Model 3 costs ~4 or 5~6, and 7 % of it',
    )
  })
})
