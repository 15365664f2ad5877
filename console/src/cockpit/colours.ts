// Colours of the charts: by day and on paper, and on a dark wall. Canvas does not know the tokens.

export interface ChartColours {
  ink: string
  soft: string
  line: string
  ground: string
  /** One for each row of figures, told apart by lightness too. */
  series: [string, string, string, string]
}

export const light: ChartColours = {
  ink: '#1d2621',
  soft: '#55615a',
  line: '#dfe4de',
  ground: '#ffffff',
  series: ['#17513e', '#c98a1b', '#1d5fae', '#8fb8a6'],
}

export const dark: ChartColours = {
  ink: '#eef5f1',
  soft: '#b9cbc2',
  line: '#2f4a40',
  ground: '#11271f',
  series: ['#7fd3b0', '#f0b755', '#7db4f5', '#cfe6dc'],
}
