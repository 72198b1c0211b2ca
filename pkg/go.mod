module financebot/pkg

go 1.26.0
