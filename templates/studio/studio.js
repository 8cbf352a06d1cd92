// Reloads after a change, shows findings in the mail, keeps the mail's links from leaving the page.
const frame = document.getElementById('frame')

new EventSource('changes').addEventListener('change', () => {
  sessionStorage.setItem('scroll', String(frame?.contentWindow?.scrollY ?? 0))
  location.reload()
})

frame?.addEventListener('load', () => {
  frame.contentWindow.scrollTo(0, Number(sessionStorage.getItem('scroll') ?? 0))
  sessionStorage.removeItem('scroll')
  frame.contentDocument.addEventListener('click', (event) => {
    if (event.target.closest('a')) event.preventDefault()
  })
})

document.getElementById('look')?.addEventListener('change', (event) => {
  if (event.target.tagName === 'SELECT') event.currentTarget.requestSubmit()
})

for (const link of document.querySelectorAll('a[data-quote]')) {
  link.addEventListener('click', (event) => {
    const place = findPlace(link.dataset.quote)
    if (!place) return
    event.preventDefault()
    place.scrollIntoView({ block: 'center' })
    place.style.setProperty('outline', '3px solid #d9822b')
  })
}

/** The element of the mail that links to the quote, or says it. */
function findPlace(quote) {
  const page = frame?.contentDocument
  if (!page || !quote) return undefined
  const link = [...page.querySelectorAll('a[href]')].find((a) => a.getAttribute('href') === quote)
  const says = (element) => element.textContent.replace(/\s+/g, ' ').includes(quote)
  return link ?? [...page.querySelectorAll('body *')].findLast(says)
}
