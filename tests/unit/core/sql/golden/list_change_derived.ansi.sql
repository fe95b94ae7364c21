SELECT version_id,
       CAST(SUM(n_rows_newest) AS BIGINT) AS n_rows_newest_all,
       CAST(SUM(n_nameless) AS BIGINT) AS n_nameless_all,
       CAST(SUM(n_repeated) AS BIGINT) AS n_repeated_all,
       CAST(SUM(n_both) AS BIGINT) AS n_both_all,
       CAST(SUM(CASE WHEN kind_500 = 0 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_0,
       CAST(SUM(CASE WHEN kind_500 = 1 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_1,
       CAST(SUM(CASE WHEN kind_500 = 2 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_2,
       CAST(SUM(CASE WHEN kind_500 = 3 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_3,
       CAST(SUM(CASE WHEN kind_500 = 4 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_4,
       CAST(SUM(CASE WHEN kind_500 = 5 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_5,
       CAST(SUM(CASE WHEN kind_500 = 6 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_6,
       CAST(SUM(CASE WHEN kind_500 = 7 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_7,
       CAST(SUM(CASE WHEN kind_500 = 8 THEN n_both ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS kind_500_8
FROM (
  SELECT version_id,
         kind_500,
         CAST(SUM(n_rows) AS BIGINT) AS n_rows_newest,
         CAST(SUM(CASE WHEN customer IS NULL THEN n_rows ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_nameless,
         CAST(SUM(CASE WHEN customer IS NOT NULL AND n_rows > 1 THEN n_rows - 1 ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_repeated,
         CAST(SUM(CASE WHEN old_score IS NOT NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END) AS BIGINT) AS n_both
  FROM (
    SELECT shared.version_id AS version_id,
           shared.customer AS customer,
           shared.n_rows AS n_rows,
           shared.old_score AS old_score,
           CASE WHEN shared.old_score > cutoffs.old_500 THEN 6 WHEN shared.old_score = cutoffs.old_500 THEN 3 ELSE 0 END + CASE WHEN shared.new_score > cutoffs.new_500 THEN 2 WHEN shared.new_score = cutoffs.new_500 THEN 1 ELSE 0 END AS kind_500
    FROM (
      SELECT version_id,
             customer,
             n_rows,
             CASE WHEN first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL THEN first_old END AS old_score,
             CASE WHEN first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL THEN first_new END AS new_score
      FROM (
        SELECT version_id,
               customer,
               CAST(SUM(is_newest) AS BIGINT) AS n_rows,
               MAX(CASE WHEN is_evaluated = 1 THEN score END) AS first_old,
               MAX(CASE WHEN is_newest = 1 THEN score END) AS first_new
        FROM (
          SELECT stored."version_id" AS version_id,
                 NULLIF(stored."customer_id", '') AS customer,
                 CASE WHEN stored."score" - stored."score" = 0 THEN FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) END AS score,
                 CAST(1 AS BIGINT) AS is_evaluated,
                 CAST(0 AS BIGINT) AS is_newest
          FROM "dwh"."scores" AS stored
          WHERE stored."month" IN ('2019-06')
          UNION ALL
          SELECT stored."version_id" AS version_id,
                 NULLIF(stored."customer_id", '') AS customer,
                 CASE WHEN stored."score" - stored."score" = 0 THEN FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) END AS score,
                 CAST(0 AS BIGINT) AS is_evaluated,
                 CAST(1 AS BIGINT) AS is_newest
          FROM "dwh"."scores" AS stored
          WHERE stored."month" IN ('2019-08')
        ) AS scored
        GROUP BY version_id, customer
      ) AS gathered
    ) AS shared
    INNER JOIN (
      SELECT version_id,
             MAX(CASE WHEN side = 0 AND n_upto - n_tied < CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AND n_upto >= CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) THEN score END) AS old_500,
             MAX(CASE WHEN side = 1 AND n_upto - n_tied < CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) AND n_upto >= CAST(FLOOR(CAST(n_all * 500 + 9999 AS DOUBLE PRECISION) / 10000) AS BIGINT) THEN score END) AS new_500
      FROM (
        SELECT version_id,
               side,
               score,
               n_tied,
               CAST(SUM(n_tied) OVER (PARTITION BY version_id, side ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS n_upto,
               CAST(SUM(n_tied) OVER (PARTITION BY version_id, side) AS BIGINT) AS n_all
        FROM (
          SELECT version_id,
                 side,
                 score,
                 CAST(SUM(CASE WHEN score IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END) AS BIGINT) AS n_tied
          FROM (
            SELECT version_id,
                   CAST(0 AS BIGINT) AS side,
                   old_score AS score
            FROM (
              SELECT version_id,
                     customer,
                     n_rows,
                     CASE WHEN first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL THEN first_old END AS old_score,
                     CASE WHEN first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL THEN first_new END AS new_score
              FROM (
                SELECT version_id,
                       customer,
                       CAST(SUM(is_newest) AS BIGINT) AS n_rows,
                       MAX(CASE WHEN is_evaluated = 1 THEN score END) AS first_old,
                       MAX(CASE WHEN is_newest = 1 THEN score END) AS first_new
                FROM (
                  SELECT stored."version_id" AS version_id,
                         NULLIF(stored."customer_id", '') AS customer,
                         CASE WHEN stored."score" - stored."score" = 0 THEN FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) END AS score,
                         CAST(1 AS BIGINT) AS is_evaluated,
                         CAST(0 AS BIGINT) AS is_newest
                  FROM "dwh"."scores" AS stored
                  WHERE stored."month" IN ('2019-06')
                  UNION ALL
                  SELECT stored."version_id" AS version_id,
                         NULLIF(stored."customer_id", '') AS customer,
                         CASE WHEN stored."score" - stored."score" = 0 THEN FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) END AS score,
                         CAST(0 AS BIGINT) AS is_evaluated,
                         CAST(1 AS BIGINT) AS is_newest
                  FROM "dwh"."scores" AS stored
                  WHERE stored."month" IN ('2019-08')
                ) AS scored
                GROUP BY version_id, customer
              ) AS gathered
            ) AS shared
            UNION ALL
            SELECT version_id,
                   CAST(1 AS BIGINT) AS side,
                   new_score AS score
            FROM (
              SELECT version_id,
                     customer,
                     n_rows,
                     CASE WHEN first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL THEN first_old END AS old_score,
                     CASE WHEN first_old IS NOT NULL AND first_new IS NOT NULL AND customer IS NOT NULL THEN first_new END AS new_score
              FROM (
                SELECT version_id,
                       customer,
                       CAST(SUM(is_newest) AS BIGINT) AS n_rows,
                       MAX(CASE WHEN is_evaluated = 1 THEN score END) AS first_old,
                       MAX(CASE WHEN is_newest = 1 THEN score END) AS first_new
                FROM (
                  SELECT stored."version_id" AS version_id,
                         NULLIF(stored."customer_id", '') AS customer,
                         CASE WHEN stored."score" - stored."score" = 0 THEN FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) END AS score,
                         CAST(1 AS BIGINT) AS is_evaluated,
                         CAST(0 AS BIGINT) AS is_newest
                  FROM "dwh"."scores" AS stored
                  WHERE stored."month" IN ('2019-06')
                  UNION ALL
                  SELECT stored."version_id" AS version_id,
                         NULLIF(stored."customer_id", '') AS customer,
                         CASE WHEN stored."score" - stored."score" = 0 THEN FLOOR(CAST(stored."score" AS DOUBLE PRECISION) * 10000 + 5E-1) END AS score,
                         CAST(0 AS BIGINT) AS is_evaluated,
                         CAST(1 AS BIGINT) AS is_newest
                  FROM "dwh"."scores" AS stored
                  WHERE stored."month" IN ('2019-08')
                ) AS scored
                GROUP BY version_id, customer
              ) AS gathered
            ) AS shared
          ) AS sided
          GROUP BY version_id, side, score
        ) AS tallied
      ) AS running
      GROUP BY version_id
    ) AS cutoffs
      ON cutoffs.version_id = shared.version_id
  ) AS stood
  GROUP BY version_id, kind_500
) AS alike
GROUP BY version_id
