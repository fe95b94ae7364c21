"""A recipe inside DSS: writes which months it read, and whether it sees the files of the server."""

import dataiku
import pandas as pd

try:
    dataiku.Folder("probe_history_files", ignore_flow=True).get_path()
    local = "yes"
except Exception:  # noqa: BLE001 -- in a container, whatever DSS says
    local = "no"
rows = dataiku.Dataset("probe_history").get_dataframe(infer_with_pandas=False)
months = sorted({str(month) for month in rows["source"]}) or [""]
dataiku.Dataset("probe_tell").write_dataframe(pd.DataFrame({"source": months, "local": local}))
