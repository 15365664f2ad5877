// 帮扶: how far help reaches, what is missing, whether it works, who is to be visited again.
import { Flex, Tabs } from 'antd'
import '../cases/cases.css'
import { useAddress } from '../frame/address'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { Coverage } from './Coverage'
import { DueFollowUps } from './DueFollowUps'
import { EffectReviews } from './EffectReviews'
import { Gaps } from './Gaps'
import './assistance.css'
import type { AssistanceSearch, Tab } from './search'
import { text } from './text'

export default function Assistance() {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<AssistanceSearch>()
  const items = [
    may('show_coverage') && { key: 'coverage', label: own.coverage, children: <Coverage /> },
    may('list_gap') && { key: 'gaps', label: own.gaps, children: <Gaps /> },
    may('show_effect_reviews') && { key: 'reviews', label: own.reviews, children: <EffectReviews /> },
    may('list_follow_ups') && { key: 'follow-ups', label: own.followUps, children: <DueFollowUps /> },
  ].filter(it => it !== false)
  const tab = items.some(it => it.key === search.tab) ? search.tab : items[0]?.key
  return (
    <Flex vertical gap={4}>
      <h1 className="case-title">{own.title}</h1>
      <Tabs
        activeKey={tab}
        onChange={it => setSearch({ region: search.region, tab: it as Tab })}
        items={items}
        destroyOnHidden
        aria-label={own.tabs}
      />
    </Flex>
  )
}
