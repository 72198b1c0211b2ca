module financebot/migrations

go 1.26.0
