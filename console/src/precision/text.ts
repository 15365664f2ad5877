import type { S } from '../api/client'
import { bilingual } from '../text/text'

export const text = bilingual(
  {
    title: '线索成效',
    intro: '提示过的线索，后来核实得怎样。用来改规则、改参数、请部门改数据，不评价核实的人。',
    from: '起始月份',
    to: '截止月份',
    by: '按什么看',
    further: '再按',
    nothingMore: '不再细分',
    total: '合计',
    clues: '线索',
    dispatched: '已派发',
    confirmed: '属实',
    notConfirmed: '不属实',
    unverifiable: '无法核实',
    identified: '由此纳入监测',
    rate: '命中率',
    noRate: '还没有核实出结果',
    unknown: '没有写明',
    rateOf: (true_: number, told: number) => `${told} 条核实出结果，${true_} 条属实`,
    notes: '怎样算的',
  },
  {
    title: 'Hit rates',
    intro: 'What became of the clues. For tuning rules, parameters and the departments’ data; not about those who visited.',
    from: 'First month',
    to: 'Last month',
    by: 'By',
    further: 'Then by',
    nothingMore: 'Nothing further',
    total: 'Total',
    clues: 'Clues',
    dispatched: 'Dispatched',
    confirmed: 'Confirmed',
    notConfirmed: 'Not confirmed',
    unverifiable: 'Cannot be verified',
    identified: 'Led to monitoring',
    rate: 'Hit rate',
    noRate: 'no visit has told yet',
    unknown: 'Not stated',
    rateOf: (true_, told) => `${told} told apart, ${true_} confirmed`,
    notes: 'How it is counted',
  },
)

/** By what clues are counted together. */
export const dimensions = bilingual<Record<S['PrecisionBy'], string>>(
  { quarter: '季度', county: '县', township: '乡镇', department: '部门', feed: '数据', rule: '规则' },
  { quarter: 'Quarter', county: 'County', township: 'Township', department: 'Department', feed: 'Data', rule: 'Rule' },
)
