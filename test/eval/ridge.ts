/** One observation: the columns that are not zero, the value to predict, and how much it counts. */
export interface Observation {
  readonly columns: readonly number[]
  readonly values: readonly number[]
  readonly target: number
  readonly weight: number
}

/**
 * Ridge regression without intercept: the coefficients that minimise Σ weight·(prediction − target)² + penalty·Σ c²,
 * by conjugate gradients on the normal equations.
 */
export function fitRidge(observations: readonly Observation[], columnCount: number, penalty: number): Float64Array {
  const solution = new Float64Array(columnCount)
  const residual = new Float64Array(columnCount)
  for (const row of observations) addScaled(residual, row, row.weight * row.target)
  let direction = Float64Array.from(residual)
  let size = dot(residual, residual)
  const enough = size * 1e-10
  for (let step = 0; step < 300 && size > enough; step++) {
    const image = multiply(observations, direction, penalty)
    const length = size / dot(direction, image)
    for (let at = 0; at < columnCount; at++) {
      solution[at] = (solution[at] ?? 0) + length * (direction[at] ?? 0)
      residual[at] = (residual[at] ?? 0) - length * (image[at] ?? 0)
    }
    const next = dot(residual, residual)
    const turn = next / size
    direction = residual.map((value, at) => value + turn * (direction[at] ?? 0))
    size = next
  }
  return solution
}

/** The prediction for one observation. */
export function predictRidge(
  coefficients: Float64Array,
  { columns, values }: Pick<Observation, 'columns' | 'values'>,
): number {
  return columns.reduce((sum, column, at) => sum + (coefficients[column] ?? 0) * (values[at] ?? 0), 0)
}

function multiply(observations: readonly Observation[], vector: Float64Array, penalty: number): Float64Array {
  const image = vector.map((value) => value * penalty)
  for (const row of observations) addScaled(image, row, row.weight * predictRidge(vector, row))
  return image
}

function addScaled(sums: Float64Array, { columns, values }: Observation, factor: number): void {
  for (const [at, column] of columns.entries()) sums[column] = (sums[column] ?? 0) + factor * (values[at] ?? 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}
