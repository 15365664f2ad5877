import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

interface ChartProps {
  option: echarts.EChartsCoreOption
  /** What it shows; the figures stand in a table beside it for those who cannot see it. */
  label: string
  height: number | string
}

/** A drawing of figures. It fits itself to its room and does not move. */
export function Chart({ option, label, height }: ChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts>(null)
  useEffect(() => {
    if (!room.current) return
    const drawn = echarts.init(room.current)
    chart.current = drawn
    const observer = new ResizeObserver(() => drawn.resize())
    observer.observe(room.current)
    return () => {
      observer.disconnect()
      drawn.dispose()
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption({ ...option, animation: false }, true)
    // Drawn at once, for a page that is being printed does not wait.
    chart.current?.getZr().flush()
  }, [option])
  return <div ref={room} role="img" aria-label={label} style={{ width: '100%', height }} />
}
