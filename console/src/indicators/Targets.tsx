// 规划目标: the targets of a region's plan beside the values there are.
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Card, Checkbox, Empty, Flex, Radio, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { api, type S } from '../api/client'
import { useAddress } from '../frame/address'
import { useLanguage, useText } from '../text/text'
import { Head } from './Head'
import './indicators.css'
import { Conflicts, Oddities } from './Oddities'
import { byChapter, countLights, lights, narrowed, type Light, type TargetSearch } from './search'
import { TargetTable } from './TargetTable'
import { text } from './text'
import { lightWords } from './words'

export default function Targets() {
  const own = useText(text)
  const [search] = useAddress<TargetSearch>()
  const { region, month, as_of } = search
  const found = api.useQuery(
    'get',
    '/api/v1/targets',
    { params: { query: { region, month, as_of } } },
    { placeholderData: keepPreviousData },
  )
  const table = found.error ? undefined : found.data
  const shown = table && narrowed(table.targets, search)
  return (
    <Flex vertical gap={12}>
      <Head title={own.title} month={month ?? table?.month ?? dayjs().format('YYYY-MM')} table={table}>
        {table && table.targets.length > 0 && <Narrow table={table} />}
      </Head>
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {table && table.targets.length === 0 && (
        <Card>
          <Empty description={own.noPlan} image={Empty.PRESENTED_IMAGE_SIMPLE} />
        </Card>
      )}
      {table && shown && table.targets.length > 0 && (
        <>
          <TargetTable chapters={byChapter(shown)} loading={found.isFetching} />
          <Oddities oddities={table.oddities} />
          <Conflicts conflicts={table.conflicts} />
        </>
      )}
    </Flex>
  )
}

/** How many targets have each light; one of them shows those alone. */
function Narrow({ table }: { table: S['TargetTable'] }) {
  const own = useText(text)
  const words = useText(lightWords)
  const { language } = useLanguage()
  const [search, setSearch] = useAddress<TargetSearch>()
  const counts = countLights(table.targets)
  const todo = table.targets.filter(it => it.needs_task).length
  return (
    <div className="targets-lights">
      <Flex wrap gap={16} align="center" className="no-print">
        <Radio.Group
          aria-label={own.lightsLabel}
          optionType="button"
          value={search.light ?? ''}
          onChange={it => setSearch({ ...search, light: (it.target.value as Light) || undefined })}
          options={[
            { value: '', label: own.allLights(table.targets.length) },
            ...lights.map(it => ({ value: it, label: own.ofLight(words[it], counts[it]) })),
          ]}
        />
        {(todo > 0 || search.todo) && (
          <Checkbox
            checked={search.todo ?? false}
            onChange={it => setSearch({ ...search, todo: it.target.checked || undefined })}
          >
            {own.todoOnly(todo)}
          </Checkbox>
        )}
      </Flex>
      <p className="quiet targets-note">{language === 'zh' ? table.lights : table.lights_en}</p>
    </div>
  )
}
