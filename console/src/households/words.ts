// Words of the register. Its codes come as texts: what is missing here is shown as it came.
import { bilingual } from '../text/text'

export const baseTypes = bilingual(
  { out_of_poverty_household: '脱贫户', ordinary_household: '一般农户' },
  { out_of_poverty_household: 'Out of poverty', ordinary_household: 'Ordinary' },
)

export const monitoringStates = bilingual(
  { none: '未纳入监测', monitored: '监测中', eliminated: '风险已消除' },
  { none: 'Not monitored', monitored: 'Monitored', eliminated: 'Risk eliminated' },
)
