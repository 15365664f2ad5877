// Words of indicators and targets. Their codes come as texts: what is missing here is shown as it came.
import { bilingual } from '../text/text'

export const lightWords = bilingual(
  { green: '绿灯', yellow: '黄灯', red: '红灯', grey: '不亮灯' },
  { green: 'Green', yellow: 'Yellow', red: 'Red', grey: 'No light' },
)

/** Where a value comes from. */
export const howWords = bilingual(
  { computed: '系统计算', ledger: '台账', reported: '登记' },
  { computed: 'computed', ledger: 'ledger', reported: 'entered' },
)

/** How an indicator is measured. */
export const kindWords = bilingual(
  { households: '由每户数据计算', ledger: '由台账给出', reported: '由人登记' },
  { households: 'From households', ledger: 'From a ledger', reported: 'Entered by hand' },
)

export const natures = bilingual(
  { binding: '约束性', expected: '预期性', unstated: '' },
  { binding: 'binding', expected: 'expected', unstated: '' },
)

/** What an indicator is counted in, as people write it. */
export const unitWords = bilingual(
  {
    yuan: '元', persons: '人', households: '户', days: '天', months: '个月', years: '年', rows: '条', count: '个',
    mu: '亩', kilometres: '公里', percent: '%',
  },
  {
    yuan: 'yuan', persons: 'persons', households: 'households', days: 'days', months: 'months', years: 'years',
    rows: 'rows', count: '', mu: 'mu', kilometres: 'km', percent: '%',
  },
)
