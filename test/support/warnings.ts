/** A Node warning (deprecation, leaking listener, experimental feature) fails the run: it is a fault nobody has met yet. */
process.on('warning', (warning) => {
  throw warning
})
