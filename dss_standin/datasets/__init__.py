"""Where the rows are: types, formats, partitions and storage of datasets, without any HTTP."""
