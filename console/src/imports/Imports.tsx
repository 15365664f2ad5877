// 数据导入: files in, batch by batch, and what the departments owe.
import { Flex, Tabs } from 'antd'
import { useAddress } from '../frame/address'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { Arrivals } from './Arrivals'
import { Batches } from './Batches'
import './imports.css'
import { NewImport } from './NewImport'
import type { ImportSearch, Tab } from './search'
import { text } from './text'

export default function Imports() {
  const own = useText(text)
  const may = useMay()
  const [search, setSearch] = useAddress<ImportSearch>()
  const items = [
    may('begin_upload') && may('start_job') && { key: 'new', label: own.tabNew, children: <NewImport /> },
    may('list_imports') && { key: 'batches', label: own.tabBatches, children: <Batches /> },
    may('show_arrivals') && { key: 'arrivals', label: own.tabArrivals, children: <Arrivals /> },
  ].filter(it => it !== false)
  const tab = items.some(it => it.key === search.tab) ? search.tab : items[0]?.key
  return (
    <Flex vertical>
      <Tabs
        activeKey={tab}
        onChange={it => setSearch({ tab: it as Tab, month: search.month, region: search.region })}
        items={items}
        destroyOnHidden
      />
    </Flex>
  )
}
