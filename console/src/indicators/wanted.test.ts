import { expect, test } from 'vitest'
import type { S } from '../api/client'
import { wantedText } from './wanted'

test('what is wanted is said as it is printed', () => {
  const check = (it: Partial<S['TargetView']>, said: string) => expect(wantedText(it as S['TargetView'])).toBe(said)
  check({ wanted: '95', comparator: '>=', unit: '%' }, '≥95 %')
  check({ wanted: '35', comparator: '=', unit: '个' }, '35 个')
  check({ wanted: '9', comparator: '<', unit: '' }, '<9')
  check({ wanted: '2', comparator: '>=', unit: '万元', firmness: '以上' }, '≥2 万元（以上）')
  check({ wanted: '全覆盖', comparator: '>=', unit: '%' }, '全覆盖')
  check({ wanted: null }, '')
})
