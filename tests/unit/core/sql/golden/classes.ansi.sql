SELECT "churned",
       "snapshot",
       CAST(SUM(CAST(1 AS BIGINT)) AS BIGINT) AS n_rows,
       CAST(SUM(CASE WHEN "region" IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_incomplete
FROM "dwh"."history"
WHERE "month" IN ('2019-05', '2019-06')
GROUP BY "churned", "snapshot"
