import { expect, test } from 'vitest'
import { queryOf } from './search'

test('what is not asked for is left out of the address of a file', () => {
  expect(queryOf({ region: undefined, period: '2023-10', from: 0, open: true })).toBe('period=2023-10&from=0&open=true')
  expect(queryOf({ region: undefined })).toBe('')
})
