// 模拟与草案: what other figures would have raised, and drafts of other policy.
import { Flex, Tabs } from 'antd'
import { useAddress } from '../frame/address'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { Drafts } from './Drafts'
import { Simulate } from './Simulate'
import { text } from './text'
import './trials.css'

export interface TrialSearch {
  tab?: 'simulate' | 'drafts'
  /** The trial that is looked at. */
  job?: string
  /** The draft that is to be tried. */
  draft?: string
  /** The region of the result whose parts are shown. */
  area?: string
  /** The figure of the tiles, and the month it is of. */
  figure?: string
  month?: string
  /** The state drafts are listed of. */
  state?: string
}

export default function Trials() {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<TrialSearch>()
  const tabs = [
    ...(may('start_job') ? [{ key: 'simulate', label: own.simulate }] : []),
    ...(may('list_policy_drafts') ? [{ key: 'drafts', label: own.drafts }] : []),
  ]
  const chosen = search.tab ?? tabs[0]?.key
  return (
    <Flex vertical>
      <Tabs
        className="no-print"
        activeKey={chosen}
        onChange={it => setSearch({ tab: it === 'drafts' ? 'drafts' : undefined })}
        items={tabs}
        aria-label={own.tabs}
      />
      {chosen === 'drafts' ? <Drafts /> : <Simulate />}
    </Flex>
  )
}
