import { describe, expect, test } from 'vitest'
import type { S } from '../api/client'
import { inWords, parametersOf } from './formula'

const field = (name: string, zh: string, type = 'text', codes: S['CodeView'][] = []): S['FieldView'] => ({
  name, zh, en: name, type, codes, required: false, computed: false, personal: false, fixed: false, otherwise: false, levels: [],
})
const ledger = {
  ledger: 'projects',
  fields: [
    field('budget', '概算总投资', 'money'),
    field('kind', '项目类型', 'code', [{ code: 'industry', zh: '产业发展', en: 'Industry' }]),
    field('sources', '拟用资金', 'codes', [{ code: 'donation', zh: '捐赠', en: 'Donation' }]),
    field('offer', '岗位', 'link'),
    field('household', '受益户', 'household'),
    field('road', '含道路工程', 'yes_no'),
    field('started_on', '实际开工', 'date'),
  ],
  states: [
    { name: 'reserved', zh: '已入库', en: 'In reserve', ends: false },
    { name: 'closed', zh: '已办结', en: 'Closed', ends: true },
  ],
}
const zh = (formula: string) => inWords(formula, ledger, 'zh', name => `参数${name}`)
const en = (formula: string) => inWords(formula, ledger, 'en', name => name)

describe('a formula is said in words', () => {
  test('of what is counted', () => {
    expect(zh('count()')).toBe('记录条数')
    expect(zh('sum(budget)')).toBe('合计（概算总投资）')
    expect(zh('distinct(household)')).toBe('不重复计数（受益户）')
    expect(en('sum(budget)')).toBe('sum (budget)')
  })

  test('with the words of states and codes', () => {
    expect(zh("state in ('reserved', 'closed')")).toBe('状态属于（“已入库”、“已办结”）')
    expect(zh("state not in ('closed')")).toBe('状态不属于（“已办结”）')
    expect(zh("kind = 'industry' and state <> 'closed'")).toBe('项目类型为“产业发展”，并且状态不为“已办结”')
    expect(en("state in ('reserved', 'closed')")).toBe('state is one of ("In reserve", "Closed")')
  })

  test('with functions that have an order of their own', () => {
    expect(zh("share(has(sources, 'donation'))")).toBe('占比（拟用资金包含“捐赠”）')
    expect(zh('sum(budget + coalesce(budget, 0))')).toBe('合计（概算总投资 + 概算总投资（未填按0算））')
    expect(zh('days_between(started_on, today) <= :projects.days')).toBe('实际开工到今天的天数不超过“参数projects.days”')
    expect(zh('year_of(started_on) between 1 and 2 and road')).toBe('实际开工的年份在1到2，并且含道路工程')
  })

  test('of what is blank, of families and of what is linked, never in raw words', () => {
    expect(zh('started_on is not null or road is null')).toBe('实际开工已填写，或者含道路工程未填写')
    expect(zh('household.out_of_poverty and offer.supported')).toBe('是脱贫户，并且岗位的有关登记')
    expect(zh('any_same(projects, household, projects.road)')).toBe('有相同对象的记录（本台账，受益户，含道路工程）')
    expect(zh('mystery > 1')).toBe('有关登记大于1')
  })
})

test('the figures of policy it names', () => {
  expect(parametersOf('a >= :village_income.rich_line and b < :x.y')).toEqual(['village_income.rich_line', 'x.y'])
  expect(parametersOf('count()')).toEqual([])
})
