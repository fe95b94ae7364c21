LOCKING ROW FOR ACCESS
SELECT CAST(COALESCE(SUM(CAST(1 AS BIGINT)), CAST(0 AS BIGINT)) AS BIGINT) AS n_values
FROM (
  SELECT COALESCE(realised."region", '') AS segment
  FROM "dwh"."outcomes" AS realised
  WHERE realised."month" IN ('2019-06')
  GROUP BY COALESCE(realised."region", '')
) AS valued
