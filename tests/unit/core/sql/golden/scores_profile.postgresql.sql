SELECT stored."version_id" AS version_id,
       CAST(COALESCE(SUM(CASE WHEN 1 = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_rows,
       CAST(COALESCE(SUM(CASE WHEN NULLIF(stored."customer_id", '') IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_nameless,
       CAST(COALESCE(SUM(CASE WHEN realised."customer_id" IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_unmatched,
       CAST(COALESCE(SUM(CASE WHEN realised."churned" IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_unlabelled,
       CAST(COALESCE(SUM(CASE WHEN NOT (realised."churned" = 0 OR realised."churned" = 1) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_strange,
       CAST(COALESCE(SUM(CASE WHEN realised."churned" IS NOT NULL AND NOT (stored."score" - stored."score" = 0) THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_infinite,
       CAST(COALESCE(SUM(CASE WHEN realised."churned" IS NOT NULL AND stored."score" IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_null,
       CAST(COALESCE(SUM(CASE WHEN stored."is_champion" = 1 THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END), CAST(0 AS BIGINT)) AS BIGINT) AS n_champion
FROM "dwh"."scores" AS stored
LEFT JOIN "dwh"."outcomes" AS realised
  ON realised."customer_id" = stored."customer_id" AND realised."month" = stored."month" AND realised."month" IN ('2019-06')
WHERE stored."month" IN ('2019-06')
GROUP BY stored."version_id"
