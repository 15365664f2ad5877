// 参数与规则: the figures and rules in force in a region on a day, each with its document.
import { Flex, Tabs } from 'antd'
import { useAddress } from '../frame/address'
import { useText } from '../text/text'
import { Parameters } from './Parameters'
import './policy.css'
import { Rules } from './Rules'
import type { PolicySearch, Tab } from './search'
import { text } from './text'

export default function Policy() {
  const own = useText(text)
  const [search, setSearch] = useAddress<PolicySearch>()
  const items = [
    { key: 'parameters', label: own.tabParameters, children: <Parameters /> },
    { key: 'rules', label: own.tabRules, children: <Rules /> },
  ]
  const tab = search.tab ?? 'parameters'
  return (
    <Flex vertical>
      <h1 className="list-title">{own.title}</h1>
      <Tabs
        activeKey={tab}
        onChange={it => setSearch({ tab: it as Tab, region: search.region, on: search.on })}
        items={items}
        destroyOnHidden
      />
    </Flex>
  )
}
