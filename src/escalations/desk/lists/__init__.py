"""Lists of cases as somebody wants them: filters as words, columns, groups, order; kept as views, alone or with a team."""
