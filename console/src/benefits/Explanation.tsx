import { Flex, Table } from 'antd'
import type { S } from '../api/client'
import { Mark } from '../parts/Mark'
import { figureColumn } from '../parts/columns'
import { common } from '../text/common'
import { useText } from '../text/text'
import { text } from './text'

type Explained = S['BenefitExplanation']

/** The arithmetic of a benefit: every step with its values, the data and the figures it used, each
 * with its source. */
export function Explanation({ explanation: it }: { explanation: Explained }) {
  const own = useText(text)
  const words = useText(common)
  const nameOf = (name: string) => it.inputs.find(input => input.name === name)?.zh ?? name
  return (
    <Flex vertical gap={14} className="benefit-why">
      <span className="quiet">
        {words.basis}：{it.basis === 'default' ? <Mark tone="care">{words.notStated}</Mark> : it.basis} [{it.pack}]
        {it.note && <span className="benefit-remark">{it.note}</span>}
      </span>
      {it.missing.length > 0 && <span className="soon">{own.missing(it.missing.map(nameOf).join('、'))}</span>}
      <section>
        <h4>{own.steps}</h4>
        <Table<S['StepShown']>
          size="small"
          rowKey="name"
          dataSource={it.steps}
          pagination={false}
          columns={[
            {
              title: own.step,
              width: 190,
              render: (_, step) => (
                <>
                  {step.zh}
                  {step.name === it.decided_by && (
                    <div>
                      <Mark tone="told">{own.decides}</Mark>
                    </div>
                  )}
                </>
              ),
            },
            {
              title: own.formula,
              render: (_, step) => (
                <>
                  {step.arithmetic}
                  {step.note && <div className="quiet">{step.note}</div>}
                </>
              ),
            },
            figureColumn(own.result, 130, step => <strong>{step.shown}</strong>),
          ]}
        />
      </section>
      <section>
        <h4>{own.inputs}</h4>
        <Table<S['InputShown']>
          size="small"
          rowKey="name"
          dataSource={it.inputs}
          pagination={false}
          columns={[
            { title: own.input, dataIndex: 'zh' },
            { title: own.value, dataIndex: 'shown', width: 150, align: 'right', className: 'number' },
            { title: own.origin, width: 190, render: (_, input) => own.inputFrom[input.from] },
          ]}
        />
      </section>
      {it.parameters.length > 0 && (
        <section>
          <h4>{own.parameters}</h4>
          <Table<S['ParameterShown']>
            size="small"
            rowKey="parameter"
            dataSource={it.parameters}
            pagination={false}
            columns={[
              { title: own.parameter, dataIndex: 'zh', width: 220 },
              { title: own.value, dataIndex: 'shown', width: 120, align: 'right', className: 'number' },
              {
                title: words.basis,
                render: (_, figure) => (
                  <>
                    {figure.is_default ? <Mark tone="care">{words.notStated}</Mark> : figure.basis}{' '}
                    <span className="quiet">
                      [{figure.pack}] {own.since(figure.from)}
                    </span>
                    {figure.note && <div className="quiet">{figure.note}</div>}
                  </>
                ),
              },
            ]}
          />
        </section>
      )}
    </Flex>
  )
}
