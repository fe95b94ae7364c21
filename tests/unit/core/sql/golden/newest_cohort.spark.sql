SELECT MAX(stored.`month`) AS newest
FROM `dwh`.`scores` AS stored
WHERE stored.`month` > '2019-06'
  AND stored.`month` <= '9999-12'
