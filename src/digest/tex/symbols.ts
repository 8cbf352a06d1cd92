/** Greek letters by their TeX names, which are also what is left of them where the backslash is lost. */
export const greekLetters: Readonly<Record<string, string>> = readPairs(`
  alpha α  beta β  gamma γ  delta δ  epsilon ε  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι
  kappa κ  lambda λ  mu μ  nu ν  xi ξ  pi π  varpi ϖ  rho ρ  varrho ϱ  sigma σ  varsigma ς  tau τ  upsilon υ
  phi φ  varphi φ  chi χ  psi ψ  omega ω  Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ
  Phi Φ  Psi Ψ  Omega Ω
`)

/** Other commands that stand for one sign or a few letters. */
export const symbols: Readonly<Record<string, string>> = {
  ...greekLetters,
  ...readPairs(`
  ell ℓ  hbar ℏ  nabla ∇  partial ∂  infty ∞  emptyset ∅  varnothing ∅  aleph ℵ  Re ℜ  Im ℑ  times ×  div ÷
  cdot ·  ast *  star ⋆  circ ∘  bullet •  pm ±  mp ∓  oplus ⊕  otimes ⊗  odot ⊙  cup ∪  cap ∩  setminus ∖
  wedge ∧  vee ∨  land ∧  lor ∨  neg ¬  lnot ¬  leq ≤  le ≤  leqslant ≤  geq ≥  ge ≥  geqslant ≥  neq ≠  ne ≠
  ll ≪  gg ≫  approx ≈  sim ~  simeq ≃  cong ≅  equiv ≡  propto ∝  prec ≺  succ ≻  lesssim ≲  gtrsim ≳  lt <
  gt >  in ∈  notin ∉  ni ∋  subset ⊂  subseteq ⊆  supset ⊃  supseteq ⊇  forall ∀  exists ∃  perp ⊥  bot ⊥
  top ⊤  parallel ∥  mid |  vert |  Vert ‖  | ‖  models ⊨  vdash ⊢  to →  rightarrow →  longrightarrow →
  leftarrow ←  gets ←  leftrightarrow ↔  Rightarrow ⇒  Longrightarrow ⇒  implies ⇒  Leftarrow ⇐
  Leftrightarrow ⇔  iff ⇔  mapsto ↦  uparrow ↑  downarrow ↓  nearrow ↗  searrow ↘  hookrightarrow ↪
  rightleftharpoons ⇌  sum ∑  prod ∏  int ∫  oint ∮  angle ∠  triangle △  square □  Box □  diamond ⋄  langle ⟨
  rangle ⟩  lfloor ⌊  rfloor ⌋  lceil ⌈  rceil ⌉  lbrace {  rbrace }  dagger †  ddagger ‡  S §  P ¶
  copyright ©  pounds £  euro €  degree °  deg °  textdegree °  checkmark ✓  cmark ✓  xmark ✗  prime ′
  textasciitilde ~  textasciicircum ^  textendash –  textemdash —  textquotedblleft “  textquotedblright ”
  textquoteleft ‘  textquoteright ’  ldots …  dots …  cdots ⋯  dotsc …  textellipsis …  textregistered ®
  texttrademark ™  textmu µ  ss ß  o ø  O Ø  l ł  L Ł  ae æ  AE Æ  oe œ  OE Œ  aa å  AA Å  i ı  j ȷ  dh ð
  DH Ð  th þ  TH Þ  dj đ  DJ Đ  LaTeX LaTeX  TeX TeX  eg e.g.  ie i.e.  aka a.k.a.  wrt w.r.t.  vs vs.
`),
  ...Object.fromEntries(
    'quad qquad space thinspace enspace newline linebreak par'.split(' ').map((name) => [name, ' ']),
  ),
  backslash: '\\',
  textbackslash: '\\',
  etal: 'et al.',
  etc: 'etc',
}

/** Names of functions, which TeX sets upright with a space around. */
export const operators = new Set(
  'log ln exp min max sup inf lim arg argmin argmax sin cos tan tanh det dim ker deg gcd Pr poly mod sgn tr rank'.split(
    ' ',
  ),
)

/** Commands that change only how their argument looks. */
export const styles = new Set(
  (
    'text textbf textit texttt textsc textrm textsf textsl textup textmd textnormal emph underline uline bm boldsymbol pmb ' +
    'mathbf mathrm mathit mathsf mathtt mathcal mathscr mathfrak mathnormal operatorname mbox hbox textmd uppercase ' +
    'add hl ul ensuremath mathop mathbin mathrel boxed overline vec hat bar url path nolinkurl texorpdfstring'
  ).split(' '),
)

/** Commands without argument that change only how the rest of their group looks, or nothing that is seen. */
export const switches = new Set(
  (
    'bf it em tt sc rm sf sl bfseries itshape ttfamily scshape rmfamily sffamily mdseries upshape normalfont small tiny large Large ' +
    'footnotesize scriptsize normalsize displaystyle textstyle scriptstyle left right big Big bigg Bigg bigl bigr Bigl Bigr limits nolimits noindent ' +
    'centering protect xspace relax item unskip ignorespaces boldmath unboldmath middle'
  ).split(' '),
)

/** Commands whose argument is not text of the paper. */
export const droppedArguments = new Set(
  'cite citep citet citealp citeauthor citeyear ref eqref label vspace hspace color thanks index phantom vphantom hphantom'.split(
    ' ',
  ),
)

/** Combining characters by the command of the accent (The TeXbook, chapter 9). */
export const accents: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
  tilde: '\u0303',
  widetilde: '\u0303',
  widehat: '\u0302',
  dot: '\u0307',
  ddot: '\u0308',
  check: '\u030c',
  acute: '\u0301',
  grave: '\u0300',
  breve: '\u0306',
}

/** The letters that have a form of their own on the blackboard. */
export const blackboard: Readonly<Record<string, string>> = {
  R: 'ℝ',
  N: 'ℕ',
  Z: 'ℤ',
  Q: 'ℚ',
  C: 'ℂ',
  P: 'ℙ',
  E: '𝔼',
  H: 'ℍ',
  F: '𝔽',
  S: '𝕊',
  T: '𝕋',
  1: '𝟙',
}

/** Names and signs in turn, as they stand in the tables above. */
function readPairs(table: string): Record<string, string> {
  const words = table.trim().split(/\s+/)
  return Object.fromEntries(words.flatMap((name, index) => (index % 2 === 0 ? [[name, words[index + 1] ?? '']] : [])))
}
