import { Drawer, Flex, Table } from 'antd'
import { api, type S } from '../api/client'
import { officeOf } from '../parts/regions'
import { useStaff } from '../session/session'
import { useLanguage, useText } from '../text/text'
import { useFigureValue } from './figureValue'
import { inWords, parametersOf } from './formula'
import { useSaid } from './said'
import { text } from './text'

interface FigureDrawerProps {
  ledger: S['LedgerView']
  figure: S['FigureView'] | undefined
  onClose: () => void
}

/** One figure: its value, how it is computed and of which records, and its values by code. */
export function FigureDrawer({ ledger, figure, onClose }: FigureDrawerProps) {
  const say = useSaid()
  return (
    <Drawer open={!!figure} onClose={onClose} size={560} title={figure && say(figure)}>
      {figure && <Figure ledger={ledger} figure={figure} />}
    </Drawer>
  )
}

function Figure({ ledger, figure }: { ledger: S['LedgerView']; figure: S['FigureView'] }) {
  const own = useText(text)
  const say = useSaid()
  const valueOf = useFigureValue()
  const { language } = useLanguage()
  const parameter = useParameters(`${figure.formula} ${figure.condition ?? ''}`)
  const by = [...new Set(figure.rows.map(it => it.by))]
  return (
    <Flex vertical gap={16}>
      <strong className="figure-value number">{valueOf(figure, figure)}</strong>
      <section>
        <h2 className="section">{own.formula}</h2>
        <p className="figure-words">{inWords(figure.formula, ledger, language, parameter)}</p>
      </section>
      <section>
        <h2 className="section">{own.condition}</h2>
        <p className="figure-words">
          {figure.condition ? inWords(figure.condition, ledger, language, parameter) : own.allRecords}
        </p>
      </section>
      {by.map(name => {
        const field = ledger.fields.find(it => it.name === name)
        return (
          <section key={name}>
            <h2 className="section">{own.breakdown(field ? say(field) : '')}</h2>
            <Table<S['FigureRow']>
              size="small"
              pagination={false}
              rowKey="code"
              dataSource={figure.rows.filter(it => it.by === name)}
              columns={[
                { title: field ? say(field) : '', render: (_, row) => say(row) },
                { title: own.value, align: 'right', className: 'number', render: (_, row) => valueOf(row, figure) },
              ]}
            />
          </section>
        )
      })}
    </Flex>
  )
}

/** Says the figures of policy a formula names, each with its value here. */
function useParameters(formula: string): (name: string) => string {
  const staff = useStaff()
  const found = api.useQuery(
    'get',
    '/api/v1/policy/parameters',
    { params: { query: { region: officeOf(staff.region) } } },
    { enabled: parametersOf(formula).length > 0, staleTime: 300_000 },
  )
  return name => {
    const it = found.data?.find(one => one.name === name)
    return it ? `${it.zh} ${it.value_zh}` : '…'
  }
}
